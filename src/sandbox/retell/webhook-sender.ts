import { delay } from './break-connection.ts';
import type { CallRecord } from './call-record.ts';
import type { WebhookBehaviour } from './sim-schemas.ts';
import { createUseUpQueue } from './use-up-queue.ts';
import type { UseUpQueue } from './use-up-queue.ts';
import { signWebhookBody } from './webhook-signature.ts';

export type WebhookKind = 'genuine' | 'duplicate' | 'dropped' | 'forged' | 'stale' | 'unsigned' | 'unknown_event';

export type SentWebhook = {
  callId: string;
  event: string;
  kind: WebhookKind;
  attempt: number;
  sentAtMs: number;
  /** HTTP status of the answer; null when there was none. */
  status: number | null;
  body: string;
};

export type WebhookMessage = {
  record: CallRecord;
  event: string;
  payload: Record<string, unknown>;
  onSettled: () => void;
};

export type WebhookSender = {
  send: (message: WebhookMessage) => void;
  /** Sends one message now, outside of the order of its call, and tells the answer's status. */
  sendOnce: (callId: string, kind: WebhookKind, payload: Record<string, unknown>) => Promise<number | null>;
  behaviours: UseUpQueue<WebhookBehaviour>;
  log: () => SentWebhook[];
  pendingCount: () => number;
  setUrl: (url: string | null) => void;
  url: () => string | null;
  clear: () => void;
};

export type WebhookSenderOptions = {
  apiKey: string;
  url: string | null;
  timeoutMs: number;
  retryDelaysMs: readonly number[];
  closing: AbortSignal;
  onChange: () => void;
};

const STALE_BY_MS = 6 * 60_000;
const PATIENCE_BEFORE_NEXT_MS = 1000;
const LONGEST_REORDER_WAIT_MS = 3000;
const KEPT_LOG = 5000;

type Lane = { tail: Promise<void>; held: (() => void)[] };

/**
 * Delivers webhooks: the events of one call start in order, the next one does not wait for the retries of the one before.
 * Anything but 2xx within the timeout is tried again, as often as there are retry delays.
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const behaviours = createUseUpQueue<WebhookBehaviour>();
  const lanes = new Map<string, Lane>();
  let url = options.url;
  let log: SentWebhook[] = [];
  let pending = 0;

  return {
    behaviours,
    log: () => [...log],
    pendingCount: () => pending,
    setUrl: (next) => void (url = next),
    url: () => url,
    sendOnce: (callId, kind, payload) => post(callId, kind, 1, payload),
    clear() {
      behaviours.clear();
      log = [];
    },
    send(message) {
      if (url === null) return;
      const lane = laneOf(message.record.callId);
      pending += 1;
      lane.tail = lane.tail.then(() => dispatch(message, lane));
    },
  };

  async function dispatch(message: WebhookMessage, lane: Lane): Promise<void> {
    const { record, payload, event } = message;
    const take = (kind: WebhookBehaviour['kind']) =>
      behaviours.take(
        (waiting) =>
          waiting.kind === kind &&
          (waiting.event === undefined || waiting.event === event) &&
          (waiting.toNumber === undefined || waiting.toNumber === record.toNumber),
      );
    const followers = lane.held.splice(0);
    const isReplaced = await sendStrangers(record, payload, take);
    if (isReplaced || take('drop')) {
      note(record.callId, event, 'dropped', 0, null, payload);
      settle(message);
    } else {
      const late = take('late');
      if (take('reorder')) {
        hold(message, lane, take('duplicate') !== undefined);
      } else if (late) {
        void delay(late.delayMs, options.closing).then(
          () => deliver(message, take('duplicate') !== undefined).finished,
        );
      } else {
        await deliver(message, take('duplicate') !== undefined).firstAnswer;
      }
    }
    for (const release of followers) release();
  }

  async function sendStrangers(
    record: CallRecord,
    payload: Record<string, unknown>,
    take: (kind: WebhookBehaviour['kind']) => WebhookBehaviour | undefined,
  ): Promise<boolean> {
    let isReplaced = false;
    for (const [behaviourKind, kind] of [
      ['forge', 'forged'],
      ['stale', 'stale'],
      ['unsigned', 'unsigned'],
      ['unknown_event', 'unknown_event'],
    ] as const) {
      const behaviour = take(behaviourKind);
      if (!behaviour) continue;
      const stranger = kind === 'unknown_event' ? { ...payload, event: 'call_sandbox_unknown' } : payload;
      await post(record.callId, kind, 1, stranger);
      isReplaced ||= behaviour.replace;
    }
    return isReplaced;
  }

  function hold(message: WebhookMessage, lane: Lane, isDoubled: boolean): void {
    let isReleased = false;
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      void deliver(message, isDoubled).finished;
    };
    lane.held.push(release);
    void delay(LONGEST_REORDER_WAIT_MS, options.closing).then(release);
  }

  function deliver(
    message: WebhookMessage,
    isDoubled: boolean,
  ): { firstAnswer: Promise<void>; finished: Promise<void> } {
    const { record, payload } = message;
    const first = post(record.callId, 'genuine', 1, payload);
    const double = isDoubled ? post(record.callId, 'duplicate', 1, payload) : Promise.resolve(null);
    const finished = (async () => {
      let status = await first;
      await double;
      for (const [index, retryDelayMs] of options.retryDelaysMs.entries()) {
        if (isAccepted(status) || options.closing.aborted) break;
        await delay(retryDelayMs, options.closing);
        status = await post(record.callId, 'genuine', index + 2, payload);
      }
      // A sandbox that closes in between leaves the event unsettled, so that the next start sends it again.
      settle(message, isAccepted(status) || !options.closing.aborted);
    })();
    const firstAnswer = Promise.race([
      Promise.all([first, double]).then(() => undefined),
      delay(PATIENCE_BEFORE_NEXT_MS, options.closing),
    ]);
    return { firstAnswer, finished };
  }

  function settle(message: WebhookMessage, isDone = true): void {
    pending -= 1;
    if (isDone) message.onSettled();
    options.onChange();
  }

  async function post(
    callId: string,
    kind: WebhookKind,
    attempt: number,
    payload: Record<string, unknown>,
  ): Promise<number | null> {
    const target = url;
    if (target === null || options.closing.aborted) return null;
    const rawBody = JSON.stringify(payload);
    const signedAtMs = kind === 'stale' ? Date.now() - STALE_BY_MS : Date.now();
    const headers: Record<string, string> = { 'content-type': 'application/json', 'user-agent': 'retell-sandbox' };
    if (kind !== 'unsigned') {
      const key = kind === 'forged' ? `${options.apiKey}-forged` : options.apiKey;
      headers['x-retell-signature'] = signWebhookBody(key, rawBody, signedAtMs);
    }
    const signal = AbortSignal.any([AbortSignal.timeout(options.timeoutMs), options.closing]);
    let status: number | null = null;
    try {
      const response = await fetch(target, { method: 'POST', headers, body: rawBody, signal, redirect: 'manual' });
      await response.body?.cancel();
      status = response.status;
    } catch {
      // No answer in time and no connection are the same to the provider: the try counts as failed.
    }
    note(callId, String(payload['event']), kind, attempt, status, payload);
    return status;
  }

  function note(
    callId: string,
    event: string,
    kind: WebhookKind,
    attempt: number,
    status: number | null,
    payload: Record<string, unknown>,
  ): void {
    const entry = { callId, event, kind, attempt, sentAtMs: Date.now(), status, body: JSON.stringify(payload) };
    log = [...log.slice(1 - KEPT_LOG), entry];
  }

  function laneOf(callId: string): Lane {
    const lane = lanes.get(callId) ?? { tail: Promise.resolve(), held: [] };
    lanes.set(callId, lane);
    return lane;
  }
}

function isAccepted(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}
