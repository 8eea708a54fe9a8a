import type { Database } from '#platform/database/database.ts';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import {
  claimUpdates,
  createUpdateFinisher,
  parkUpdate,
  postponeUpdate,
  renewUpdates,
  secondsToNextUpdate,
} from '#bot/updates/update-store.ts';
import type { ClaimedUpdate } from '#bot/updates/update-store.ts';
import { listenForUpdates } from '#bot/updates/update-signal.ts';

/** Thrown by a handler when repeating the update cannot help; the person was told already. */
export class FinalUpdateError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'FinalUpdateError';
  }
}

export interface UpdateDispatcher {
  start(): void;
  /** Says that updates were stored in this process. */
  wake(): void;
  /** Takes nothing new and resolves when what runs has ended. */
  stop(): Promise<void>;
}

const leaseSec = 60;
const renewEveryMs = 20_000;

/**
 * Handles stored updates in order of chat and of user, over all processes. An update whose process died is taken again
 * when its lease runs out; after `maxAttempts` failures it is parked and `onParked` tells the person.
 */
export function createUpdateDispatcher(options: {
  database: Database;
  /** The bots this process runs, asked before each claim. */
  botIds: () => number[];
  handle: (update: ClaimedUpdate) => Promise<void>;
  onParked: (update: ClaimedUpdate, error: unknown) => Promise<void>;
  log: Log;
  concurrency?: number;
  sweepMs?: number;
  maxAttempts?: number;
  /** The pause after a failed attempt. */
  retryDelayMs?: (attempt: number) => number;
}): UpdateDispatcher {
  const { database, botIds, handle, onParked, log } = options;
  const concurrency = options.concurrency ?? 16;
  const sweepMs = options.sweepMs ?? 3_000;
  const maxAttempts = options.maxAttempts ?? 5;
  const retryDelayMs = options.retryDelayMs ?? ((attempt: number) => Math.min(500 * 2 ** attempt, 15_000));
  const finish = createUpdateFinisher(database);
  const running = new Map<ClaimedUpdate, Promise<void>>();
  let stopping = false;
  let asked = false;
  let claiming: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let listener: { close(): Promise<void> } | undefined;

  function wake(): void {
    asked = true;
    if (!stopping) claiming ??= claimAll().finally(() => (claiming = undefined));
  }

  async function claimAll(): Promise<void> {
    try {
      let taken = 0;
      while (asked && !stopping && running.size < concurrency) {
        asked = false;
        const ids = botIds();
        if (ids.length === 0) break;
        const limit = concurrency - running.size;
        const claimed = await claimUpdates(database, { botIds: ids, limit, leaseSec });
        for (const update of claimed) start(update);
        taken += claimed.length;
        if (claimed.length === limit) asked = true;
      }
      // What was taken wakes the dispatcher again when it ends; only who found nothing has to know how long to wait.
      if (taken === 0) await planSweep();
      else sweepIn(sweepMs);
    } catch (error) {
      log.warn({ err: messageOf(error) }, 'waiting updates could not be taken; trying again');
      sweepIn(sweepMs);
    }
  }

  // A postponed update sooner than the sweep shortens the wait.
  async function planSweep(): Promise<void> {
    if (stopping) return;
    const seconds = running.size < concurrency ? await secondsToNextUpdate(database, botIds()) : null;
    sweepIn(seconds === null || seconds <= 0 ? sweepMs : Math.min(sweepMs, seconds * 1000 + 20));
  }

  function sweepIn(delayMs: number): void {
    clearTimeout(timer);
    if (!stopping) timer = setTimeout(wake, delayMs);
  }

  function start(update: ClaimedUpdate): void {
    const work = run(update)
      .catch((error: unknown) =>
        log.error({ seq: update.seq, err: messageOf(error) }, 'an update could not be settled; its lease will run out'),
      )
      .finally(() => {
        running.delete(update);
        wake();
      });
    running.set(update, work);
  }

  async function run(update: ClaimedUpdate): Promise<void> {
    if (update.attempts > maxAttempts) return park(update, new Error('It was started too often without an end.'));
    try {
      await handle(update);
    } catch (error) {
      if (error instanceof FinalUpdateError) return parkUpdate(database, update, error.message);
      if (update.attempts >= maxAttempts) return park(update, error);
      const delayMs = retryDelayMs(update.attempts);
      log.warn(
        { seq: update.seq, attempts: update.attempts, delayMs, err: messageOf(error) },
        'an update will be handled again',
      );
      return postponeUpdate(database, update, messageOf(error), delayMs);
    }
    await finish(update);
  }

  async function park(update: ClaimedUpdate, error: unknown): Promise<void> {
    await parkUpdate(database, update, messageOf(error));
    await onParked(update, error).catch((failure: unknown) =>
      log.warn({ seq: update.seq, err: messageOf(failure) }, 'the person could not be told'),
    );
  }

  return {
    wake,
    start() {
      listener = listenForUpdates(database, wake, log);
      renewal = setInterval(() => {
        if (running.size === 0) return;
        renewUpdates(database, [...running.keys()], leaseSec).catch((error: unknown) =>
          log.warn({ err: messageOf(error) }, 'leases of updates were not renewed'),
        );
      }, renewEveryMs);
      wake();
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      clearInterval(renewal);
      await listener?.close();
      await claiming;
      clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
