import { z } from 'zod';
import type { CallEngine } from './call-engine.ts';
import type { CallLedger } from './call-ledger.ts';
import type { CallRecord } from './call-record.ts';
import type { ProviderWorld } from './provider-routes.ts';
import type { RecordedRequest, RequestGuard } from './request-guard.ts';
import { HttpFault, ScriptedOutcome, SimSettings, WebhookBehaviour, WebhookOrder } from './sim-schemas.ts';
import type { HttpFaultInput, NextCallInput, WebhookBehaviourInput, WebhookOrderInput } from './sim-schemas.ts';
import type { UseUpQueue } from './use-up-queue.ts';
import type { SentWebhook, WebhookSender } from './webhook-sender.ts';

/** A call that the stand-in really created, as tests want to see it. */
export const SimCall = z.object({
  callId: z.string(),
  createdAtMs: z.number(),
  fromNumber: z.string(),
  toNumber: z.string(),
  agentId: z.string(),
  phase: z.enum(['registered', 'ringing', 'talking', 'ended', 'analyzed']),
  isLive: z.boolean(),
  disconnectionReason: z.string().nullable(),
  attemptId: z.string().nullable(),
  metadata: z.unknown(),
  dynamicVariables: z.record(z.string(), z.string()),
  turns: z.array(
    z.object({ speaker: z.enum(['agent', 'user']), text: z.string(), startSec: z.number(), endSec: z.number() }),
  ),
});
export type SimCall = z.infer<typeof SimCall>;

export type RetellSim = {
  /** Each call really created, oldest first. */
  calls: () => SimCall[];
  /** How many calls were created per `metadata.attempt_id`. */
  callsPerAttempt: () => Record<string, number>;
  nextCall: (outcome: NextCallInput) => void;
  webhooks: (behaviour: WebhookBehaviourInput) => void;
  fault: (fault: HttpFaultInput) => void;
  /** Acts of the called person on a live call; false when the call is not in a state for it. */
  answer: (callId: string) => boolean;
  decline: (callId: string) => boolean;
  say: (callId: string, text: string) => boolean;
  hangUp: (callId: string) => boolean;
  /** Sends one webhook now and returns the HTTP status of the answer, null when there was none. */
  sendWebhook: (order: WebhookOrderInput) => Promise<number | null>;
  sentWebhooks: () => SentWebhook[];
  requests: () => RecordedRequest[];
  /** Makes every recording link issued so far answer 403. */
  expireRecordings: () => void;
  settings: (settings: z.input<typeof SimSettings>) => void;
  /** Resolves when every call is analyzed and every webhook is settled; rejects after the timeout. */
  idle: (timeoutMs?: number) => Promise<void>;
  /** Drops waiting outcomes, behaviours and faults, logs, and (unless kept) the calls. */
  reset: (options?: { keepCalls?: boolean }) => void;
};

export type SimParts = {
  ledger: CallLedger;
  engine: CallEngine;
  sender: WebhookSender;
  guard: RequestGuard;
  nextCalls: UseUpQueue<ScriptedOutcome>;
  world: ProviderWorld;
  revokeRecordings: () => void;
  watchers: Set<() => void>;
};

/** The control side of the stand-in: what tests and the panel may ask of it. */
export function createSim({ ledger, engine, sender, guard, nextCalls, world, ...parts }: SimParts): RetellSim {
  return {
    calls: () => ledger.all().map(toSimCall),
    callsPerAttempt() {
      const counts: Record<string, number> = {};
      for (const { attemptId } of ledger.all().map(toSimCall)) {
        if (attemptId !== null) counts[attemptId] = (counts[attemptId] ?? 0) + 1;
      }
      return counts;
    },
    nextCall: (outcome) => nextCalls.add(ScriptedOutcome.parse(outcome)),
    webhooks: (behaviour) => sender.behaviours.add(WebhookBehaviour.parse(behaviour)),
    fault: (fault) => guard.faults.add(HttpFault.parse(fault)),
    answer: engine.answer,
    decline: engine.decline,
    say: engine.say,
    hangUp: engine.hangUp,
    async sendWebhook(order) {
      const { callId, event, kind } = WebhookOrder.parse(order);
      const record = ledger.get(callId);
      if (!record) throw new Error(`There is no call ${callId}.`);
      return sender.sendOnce(callId, kind, engine.payload(record, event));
    },
    sentWebhooks: sender.log,
    requests: guard.requests,
    expireRecordings: parts.revokeRecordings,
    settings(input) {
      const settings = SimSettings.parse(input);
      if (settings.speed !== undefined) engine.setSpeed(settings.speed);
      if (settings.webhookUrl !== undefined) sender.setUrl(settings.webhookUrl);
      if (settings.concurrencyLimit !== undefined) world.concurrencyLimit = settings.concurrencyLimit;
    },
    idle: (timeoutMs = 10_000) => whenIdle(engine, parts.watchers, timeoutMs),
    reset(options) {
      nextCalls.clear();
      sender.clear();
      guard.clear();
      if (options?.keepCalls) return;
      engine.close();
      ledger.clear();
    },
  };
}

export function toSimCall(record: CallRecord): SimCall {
  const { metadata } = record;
  const attempt =
    typeof metadata === 'object' && metadata !== null && 'attempt_id' in metadata ? metadata.attempt_id : undefined;
  return {
    callId: record.callId,
    createdAtMs: record.createdAtMs,
    fromNumber: record.fromNumber,
    toNumber: record.toNumber,
    agentId: record.agent.id,
    phase: phaseOf(record),
    isLive: record.isLive,
    disconnectionReason: record.ending?.reason ?? null,
    attemptId: typeof attempt === 'string' || typeof attempt === 'number' ? String(attempt) : null,
    metadata: record.metadata ?? null,
    dynamicVariables: record.dynamicVariables,
    turns: record.turns,
  };
}

function phaseOf(record: CallRecord): SimCall['phase'] {
  if (record.isAnalyzed) return 'analyzed';
  if (record.ending) return 'ended';
  if (record.startedAtMs !== undefined) return 'talking';
  return record.ringingSinceMs === undefined ? 'registered' : 'ringing';
}

function whenIdle(engine: CallEngine, watchers: Set<() => void>, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      watchers.delete(check);
    };
    const check = () => {
      if (!engine.isIdle()) return;
      stop();
      resolve();
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`The Retell stand-in was still busy after ${timeoutMs} ms.`));
    }, timeoutMs);
    watchers.add(check);
    check();
  });
}
