import { ApiError } from './api-error.ts';
import { WebhookSender } from './webhook-sender.ts';
import type { ExecuteReply } from './webhook-sender.ts';
import type { BotRecord, UpdateRecord } from './records.ts';
import { isUpdateKind, toWire, updateKinds } from './update-kinds.ts';
import type { UpdateKindName } from './update-kinds.ts';
import type { Json } from './views.ts';
import type { World } from './world.ts';

interface LongPoll {
  limit: number;
  finish(result: Json[] | ApiError): void;
}

export interface PollRequest {
  offset: number;
  limit: number;
  timeoutSec: number;
  signal?: AbortSignal | undefined;
}

/** Keeps updates until a bot confirms them, and brings them by long poll or webhook. */
export class Delivery {
  readonly #world: World;
  readonly #pending = new Map<number, Map<number, UpdateRecord>>();
  readonly #polls = new Map<number, LongPoll>();
  readonly #touched = new Set<number>();
  readonly #webhooks: WebhookSender;
  readonly #nextConflictAnswerMs = new Map<number, number>();

  constructor(world: World, execute: ExecuteReply, retryBaseMs: number) {
    this.#world = world;
    this.#webhooks = new WebhookSender({
      world,
      retryBaseMs,
      execute,
      pendingOf: (botId) => this.pendingOf(botId),
      confirm: (update) => {
        world.act(() => this.#forget(update));
      },
    });
    for (const update of [...world.updates.values()].toSorted((a, b) => a.updateId - b.updateId)) {
      this.#mapOf(update.botId).set(update.updateId, update);
    }
    world.onActDone(() => {
      this.#wakeTouched();
    });
  }

  /** Starts what was waiting when the process ended. */
  resume(): void {
    for (const bot of this.#world.bots.values()) this.#webhooks.pump(bot);
  }

  /** Queues an update if the bot wants its kind. `owner` is the chat or user whose order it must keep. */
  enqueue(bot: BotRecord, kind: UpdateKindName, owner: string | number, payload: unknown): number | null {
    const wanted = bot.allowedUpdates;
    const rule = updateKinds[kind];
    if (wanted === null ? !rule.isOnByDefault : !wanted.includes(kind)) return null;
    const updateId = this.#world.next(`update:${bot.id}`, 700_000_000);
    const update: UpdateRecord = {
      key: `${bot.id}/${updateId}`,
      botId: bot.id,
      updateId,
      kind,
      queue: `${rule.family}:${owner}`,
      payload,
      expiresAtMs: this.#world.nowMs() + rule.keptForMs,
    };
    this.#world.updates.put(update.key, update);
    this.#mapOf(bot.id).set(updateId, update);
    this.#touched.add(bot.id);
    return updateId;
  }

  /** Updates not yet confirmed and not yet expired, oldest first. */
  pendingOf(botId: number): UpdateRecord[] {
    const now = this.#world.nowMs();
    const alive: UpdateRecord[] = [];
    for (const update of this.#mapOf(botId).values()) {
      if (update.expiresAtMs <= now) this.#world.act(() => this.#forget(update));
      else alive.push(update);
    }
    return alive;
  }

  dropPending(botId: number): void {
    for (const update of [...this.#mapOf(botId).values()]) this.#forget(update);
  }

  webhookChanged(bot: BotRecord): void {
    const poll = this.#polls.get(bot.id);
    if (bot.webhook !== null && poll !== undefined) poll.finish(conflict('terminated by setWebhook request'));
    this.#webhooks.reset(bot.id);
    this.#touched.add(bot.id);
  }

  /** Long polling: confirms what the offset says, then answers at once or when something comes. */
  async poll(bot: BotRecord, request: PollRequest): Promise<Json[]> {
    if (bot.webhook !== null) {
      throw conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    this.#polls
      .get(bot.id)
      ?.finish(conflict('terminated by other getUpdates request; make sure that only one bot instance is running'));
    this.#world.act(() => {
      this.#confirm(bot.id, request.offset);
    });
    const limit = Math.min(100, Math.max(1, request.limit));
    const ready = this.#batch(bot.id, limit);
    const timeoutSec = Math.min(50, Math.max(0, request.timeoutSec));
    if (ready.length > 0 || timeoutSec === 0 || request.signal?.aborted === true) return ready;
    const result = await this.#wait(bot.id, limit, timeoutSec, request.signal);
    if (!(result instanceof ApiError)) return result;
    await this.#slowDownConflicts(bot.id);
    throw result;
  }

  close(): void {
    for (const poll of this.#polls.values()) poll.finish([]);
    this.#webhooks.close();
  }

  #wait(botId: number, limit: number, timeoutSec: number, signal: AbortSignal | undefined): Promise<Json[] | ApiError> {
    return new Promise((resolve) => {
      const poll: LongPoll = {
        limit,
        finish: (result) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          if (this.#polls.get(botId) === poll) this.#polls.delete(botId);
          resolve(result);
        },
      };
      const onAbort = (): void => {
        poll.finish([]);
      };
      const timer = setTimeout(() => {
        poll.finish([]);
      }, timeoutSec * 1000);
      signal?.addEventListener('abort', onAbort);
      this.#polls.set(botId, poll);
    });
  }

  // The real server answers conflicts at most once in 3 seconds, so that two pollers don't spin.
  async #slowDownConflicts(botId: number): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, this.#nextConflictAnswerMs.get(botId) ?? 0);
    this.#nextConflictAnswerMs.set(botId, at + 3_000);
    if (at > now) {
      await new Promise((resolve) => {
        setTimeout(resolve, at - now).unref();
      });
    }
  }

  #confirm(botId: number, offset: number): void {
    const map = this.#mapOf(botId);
    const ids = [...map.keys()];
    const confirmed = offset > 0 ? ids.filter((id) => id < offset) : offset < 0 ? ids.slice(0, offset) : [];
    for (const id of confirmed) {
      const update = map.get(id);
      if (update !== undefined) this.#forget(update);
    }
  }

  #batch(botId: number, limit: number): Json[] {
    return this.pendingOf(botId).slice(0, limit).map(toWire);
  }

  #forget(update: UpdateRecord): void {
    this.#world.updates.delete(update.key);
    this.#mapOf(update.botId).delete(update.updateId);
    this.#world.announce({ type: 'delivery', botId: update.botId, data: { updateId: update.updateId } });
  }

  #wakeTouched(): void {
    const botIds = [...this.#touched];
    this.#touched.clear();
    for (const botId of botIds) {
      const bot = this.#world.bots.get(String(botId));
      if (bot === undefined) continue;
      if (bot.webhook !== null) {
        this.#webhooks.pump(bot);
        continue;
      }
      const poll = this.#polls.get(botId);
      if (poll === undefined) continue;
      const ready = this.#batch(botId, poll.limit);
      if (ready.length > 0) poll.finish(ready);
    }
  }

  #mapOf(botId: number): Map<number, UpdateRecord> {
    const known = this.#pending.get(botId);
    if (known !== undefined) return known;
    const made = new Map<number, UpdateRecord>();
    this.#pending.set(botId, made);
    return made;
  }
}

/** The kinds a bot asked for; null stands for the default set. */
export function readAllowedUpdates(names: string[]): string[] | null {
  const known = names.filter((name) => isUpdateKind(name));
  return known.length === 0 ? null : known;
}

function conflict(text: string): ApiError {
  return new ApiError(409, `Conflict: ${text}`);
}
