import { z } from 'zod';
import type { BotRecord, UpdateRecord } from './records.ts';
import { toWire } from './update-kinds.ts';
import type { World } from './world.ts';

/** Runs a method that a webhook answer asked for; its result is seen by nobody. */
export type ExecuteReply = (bot: BotRecord, method: string, params: Record<string, unknown>) => Promise<void>;

interface WebhookSenderOptions {
  world: World;
  retryBaseMs: number;
  execute: ExecuteReply;
  pendingOf(botId: number): UpdateRecord[];
  confirm(update: UpdateRecord): void;
}

interface QueueState {
  isBusy: boolean;
  failures: number;
  notBeforeMs: number;
}

const replySchema = z.looseObject({ method: z.string() });
const answerTimeoutMs = 60_000;

/** Posts updates to webhooks: one in flight per queue, queues in parallel, the next waits behind a failing one. */
export class WebhookSender {
  readonly #options: WebhookSenderOptions;
  readonly #queues = new Map<number, Map<string, QueueState>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #closing = new AbortController();

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
  }

  /** Forgets backoffs after a change of the webhook. */
  reset(botId: number): void {
    for (const state of this.#queues.get(botId)?.values() ?? []) {
      state.failures = 0;
      state.notBeforeMs = 0;
    }
  }

  close(): void {
    this.#closing.abort();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  pump(bot: BotRecord): void {
    const webhook = bot.webhook;
    if (webhook === null || this.#closing.signal.aborted) return;
    const queues = this.#queuesOf(bot.id);
    let inFlight = [...queues.values()].filter((state) => state.isBusy).length;
    const seen = new Set<string>();
    for (const update of this.#options.pendingOf(bot.id)) {
      if (inFlight >= webhook.maxConnections) return;
      if (seen.has(update.queue)) continue;
      seen.add(update.queue);
      const state = queues.get(update.queue) ?? { isBusy: false, failures: 0, notBeforeMs: 0 };
      queues.set(update.queue, state);
      if (state.isBusy || state.notBeforeMs > Date.now()) continue;
      state.isBusy = true;
      inFlight += 1;
      void this.#deliver(bot, update, state);
    }
  }

  async #deliver(bot: BotRecord, update: UpdateRecord, state: QueueState): Promise<void> {
    const current = (): BotRecord => this.#options.world.bots.get(String(bot.id)) ?? bot;
    try {
      const failure = await this.#post(current(), update);
      state.isBusy = false;
      if (failure === null) {
        state.failures = 0;
        state.notBeforeMs = 0;
        this.#options.confirm(update);
      } else {
        this.#backOff(current(), state, failure);
      }
    } catch (error) {
      state.isBusy = false;
      this.#options.world.log(`webhook delivery failed: ${String(error)}`);
    }
    this.pump(current());
  }

  /** Null when the update was taken, else why not and how long the receiver asked to wait. */
  async #post(bot: BotRecord, update: UpdateRecord): Promise<{ reason: string; retryAfterSec: number } | null> {
    const webhook = bot.webhook;
    if (webhook === null) return { reason: '', retryAfterSec: 0 };
    let response: Response;
    let body: string;
    try {
      response = await fetch(webhook.url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          ...(webhook.secretToken === undefined ? {} : { 'x-telegram-bot-api-secret-token': webhook.secretToken }),
        },
        body: JSON.stringify(toWire(update)),
        signal: AbortSignal.any([AbortSignal.timeout(answerTimeoutMs), this.#closing.signal]),
      });
      body = await response.text();
    } catch (error) {
      return { reason: describeNetworkError(error), retryAfterSec: 0 };
    }
    if (!response.ok) {
      const retryAfterSec = Math.min(3_600, Number(response.headers.get('retry-after') ?? 0) || 0);
      return {
        reason: `Wrong response from the webhook: ${response.status} ${response.statusText}`.trim(),
        retryAfterSec,
      };
    }
    await this.#runReply(bot, body);
    return null;
  }

  async #runReply(bot: BotRecord, body: string): Promise<void> {
    if (!body.trimStart().startsWith('{')) return;
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      return;
    }
    const reply = replySchema.safeParse(parsed);
    if (!reply.success) return;
    const { method, ...params } = reply.data;
    const refused = ['setwebhook', 'deletewebhook', 'close', 'logout'];
    if (method.toLowerCase().startsWith('get') || refused.includes(method.toLowerCase())) return;
    await this.#options.execute(bot, method, params);
  }

  #backOff(bot: BotRecord, state: QueueState, failure: { reason: string; retryAfterSec: number }): void {
    const world = this.#options.world;
    if (bot.webhook !== null && failure.reason !== '') {
      bot.webhook.lastErrorAtSec = world.nowSec();
      bot.webhook.lastErrorMessage = failure.reason;
      world.act(() => {
        world.bots.put(String(bot.id), bot);
      });
    }
    state.failures += 1;
    // The first retry comes at once, then the pause doubles up to a random 60–120 s.
    const doubled = state.failures === 1 ? 0 : this.#options.retryBaseMs * 2 ** (state.failures - 2);
    const delayMs = Math.max(Math.min(doubled, 60_000 + Math.random() * 60_000), failure.retryAfterSec * 1000);
    state.notBeforeMs = Date.now() + delayMs;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      state.notBeforeMs = 0;
      this.pump(world.bots.get(String(bot.id)) ?? bot);
    }, delayMs);
    timer.unref();
    this.#timers.add(timer);
  }

  #queuesOf(botId: number): Map<string, QueueState> {
    const known = this.#queues.get(botId);
    if (known !== undefined) return known;
    const made = new Map<string, QueueState>();
    this.#queues.set(botId, made);
    return made;
  }
}

function describeNetworkError(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'Read timeout expired';
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return 'Connection refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'Failed to resolve host: Name or service not known';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'Connection reset by peer';
  return `Connection error: ${cause instanceof Error ? cause.message : String(cause)}`;
}
