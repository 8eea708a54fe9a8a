import { setTimeout as delay } from 'node:timers/promises';
import type { ContextFactory } from '#domain/context.ts';
import { decideAudiences } from '#domain/live/live-event.ts';
import type { LiveEvent } from '#domain/live/live-event.ts';
import type { EventLog } from '#platform/event-log.ts';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';

/** Somebody who is told of an organization's events; must filter by audience itself. */
export interface Follower {
  organizationId: string;
  /** What happened meanwhile, page by page; resolves when there is room for the next one. */
  replay(events: readonly LiveEvent[]): Promise<void>;
  /** What happens now, at once and in order. Must not throw. */
  tell(events: readonly LiveEvent[]): void;
}

export interface FollowStart {
  /**
   * `now`: told from now on. `replay`: everything after the number that was asked for has been replayed. `lost`: that is
   * not all kept any more, so the reader must load what it shows anew; told from now on.
   */
  from: 'now' | 'replay' | 'lost';
  /** The number of the last event before what is told live. */
  seq: bigint;
}

/**
 * Tells followers of events in the order of the log, each exactly once: first what they missed, then what happens. Every
 * process follows the log for itself, so it makes no difference in which one something happened.
 */
export interface EventStream {
  /** Something happened in these organizations: look now instead of at the next poll. */
  notice(organizationIds: Iterable<string>): void;
  /** Resolves when `follower` is told live. `stop` ends it, also while it still replays. */
  follow(follower: Follower, after: bigint | null, stop: AbortSignal): Promise<FollowStart>;
  close(): Promise<void>;
}

interface Channel {
  followers: Set<Follower>;
  /** Followers, and those who still replay. */
  users: number;
  /** Everything up to here was told; null until the first look. */
  told: bigint | null;
  ready: PromiseWithResolvers<void>;
}

const pageSize = 200;

/** Follows the logs of organizations that have followers; polls for what no notice came about. */
export function createEventStream(options: {
  make: ContextFactory;
  eventLog: EventLog;
  log: Log;
  pollIntervalMs?: number;
  /** Shortest pause between two looks, in which events gather to be told together. */
  gatherMs?: number;
}): EventStream {
  const { make, eventLog, log } = options;
  const channels = new Map<string, Channel>();
  const waiting = new Set<string>();
  const stopping = new AbortController();
  let looking: Promise<void> | null = null;

  function channelOf(organizationId: string): Channel {
    const known = channels.get(organizationId);
    if (known) return known;
    const made: Channel = { followers: new Set(), users: 0, told: null, ready: Promise.withResolvers() };
    made.ready.promise.catch(() => undefined);
    channels.set(organizationId, made);
    look([organizationId]);
    return made;
  }

  function look(organizationIds: Iterable<string>): void {
    for (const id of organizationIds) if (channels.has(id)) waiting.add(id);
    if (waiting.size > 0 && !looking && !stopping.signal.aborted) looking = lookUntilDone();
  }

  async function lookUntilDone(): Promise<void> {
    try {
      while (waiting.size > 0 && !stopping.signal.aborted) {
        const some = [...waiting].slice(0, 500);
        for (const id of some) waiting.delete(id);
        await lookAt(some);
        await delay(options.gatherMs ?? 10);
      }
    } catch (error) {
      log.warn({ err: messageOf(error) }, 'live events could not be read; they will be looked for again');
    } finally {
      looking = null;
    }
  }

  async function lookAt(organizationIds: string[]): Promise<void> {
    const settled = await eventLog.settle(organizationIds);
    await Promise.all(
      [...settled].map(async ([organizationId, newest]) => {
        const channel = channels.get(organizationId);
        if (!channel) return;
        if (channel.told === null) {
          channel.told = newest;
          channel.ready.resolve();
          return;
        }
        await tellUpTo(organizationId, channel, newest);
      }),
    );
  }

  async function tellUpTo(organizationId: string, channel: Channel, newest: bigint): Promise<void> {
    let told = channel.told ?? newest;
    while (told < newest) {
      const events = await read(organizationId, told, newest);
      const last = events.at(-1)?.seq;
      told = events.length < pageSize || last === undefined ? newest : last;
      // In one turn: who becomes live between two turns has replayed up to exactly the one or the other number.
      channel.told = told;
      if (events.length > 0) for (const follower of channel.followers) follower.tell(events);
    }
  }

  async function read(organizationId: string, after: bigint, upTo: bigint): Promise<LiveEvent[]> {
    const logged = await eventLog.between(organizationId, after, upTo, pageSize);
    if (logged.length === 0) return [];
    const ctx = make({ organizationId, actor: { kind: 'system', id: null, name: 'live' }, door: 'job' });
    return decideAudiences(ctx, logged);
  }

  async function replay(follower: Follower, channel: Channel, after: bigint, stop: AbortSignal): Promise<void> {
    let position = after;
    while (!stop.aborted && channel.told !== null && position < channel.told) {
      const upTo = channel.told;
      const events = await read(follower.organizationId, position, upTo);
      const last = events.at(-1)?.seq;
      position = events.length < pageSize || last === undefined ? upTo : last;
      if (events.length > 0) await follower.replay(events);
    }
    join(follower, channel, stop);
  }

  /** In the same turn in which the replay saw that nothing is missing, so that nothing is told in between. */
  function join(follower: Follower, channel: Channel, stop: AbortSignal): void {
    if (!stop.aborted) channel.followers.add(follower);
  }

  function leave(follower: Follower, channel: Channel): void {
    channel.followers.delete(follower);
    channel.users -= 1;
    if (channel.users === 0) channels.delete(follower.organizationId);
  }

  /** Another process may have told the number already that the reader names: then this one catches up first. */
  async function catchUp(organizationId: string, channel: Channel, seq: bigint, stop: AbortSignal): Promise<void> {
    while (!stop.aborted && !stopping.signal.aborted && channel.told !== null && channel.told < seq) {
      look([organizationId]);
      await delay(10);
    }
  }

  const poll = setInterval(() => look(channels.keys()), options.pollIntervalMs ?? 2_000);
  poll.unref();

  return {
    notice: look,
    async follow(follower, after, stop) {
      const channel = channelOf(follower.organizationId);
      channel.users += 1;
      stop.addEventListener('abort', () => leave(follower, channel), { once: true });
      await channel.ready.promise;
      if (after === null) {
        join(follower, channel, stop);
        return { from: 'now', seq: channel.told ?? 0n };
      }
      if (await eventLog.reachesBackTo(follower.organizationId, after)) {
        await catchUp(follower.organizationId, channel, after, stop);
        await replay(follower, channel, after, stop);
        return { from: 'replay', seq: channel.told ?? after };
      }
      join(follower, channel, stop);
      return { from: 'lost', seq: channel.told ?? 0n };
    },
    async close() {
      stopping.abort();
      clearInterval(poll);
      for (const channel of channels.values()) channel.ready.reject(new Error('The server is stopping.'));
      await looking;
    },
  };
}
