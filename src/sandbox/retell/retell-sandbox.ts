import { Hono } from 'hono';
import { createCallEngine } from './call-engine.ts';
import { createCallLedger } from './call-ledger.ts';
import type { SandboxAgent } from './call-record.ts';
import { createPhoneLines } from './phone-lines.ts';
import { createProviderRoutes } from './provider-routes.ts';
import { createRecordingRoutes } from './recording-routes.ts';
import { createRequestGuard } from './request-guard.ts';
import type { ScriptedOutcome } from './sim-schemas.ts';
import { createSimRoutes } from './sim-routes.ts';
import { createSim } from './sim.ts';
import type { RetellSim } from './sim.ts';
import { createUseUpQueue } from './use-up-queue.ts';
import { createWebhookSender } from './webhook-sender.ts';
import { WEBHOOK_EVENTS } from './wire-call.ts';
import type { WebhookEvent } from './wire-call.ts';

export type RetellSandboxOptions = {
  apiKey: string;
  webhookUrl?: string;
  /** Journal of the calls; with it they survive a kill of the process. */
  dataFile?: string;
  /** How many times faster than real time scripted calls pass; 1 by default. */
  speed?: number;
  fromNumbers?: string[];
  agents?: SandboxAgent[];
  log?: (message: string) => void;
  /** Address of the mount as clients see it; read from each request when absent. */
  publicUrl?: string;
  webhookEvents?: readonly WebhookEvent[];
  webhookTimeoutMs?: number;
  webhookRetryDelaysMs?: readonly number[];
  ringDurationMs?: number;
  /** Silence of a person on the phone page after which the agent hangs up. */
  silenceMs?: number;
  recordingTtlMs?: number;
  concurrencyLimit?: number;
};

export type RetellSandbox = { app: Hono; close: () => void; sim: RetellSim };

const DAY_MS = 86_400_000;
const DEFAULT_AGENTS: SandboxAgent[] = [
  { id: 'agent_sandbox_ru', name: 'Алиса', language: 'ru-RU' },
  { id: 'agent_sandbox_en', name: 'Alice', language: 'en-US' },
];

/** Creates a local Retell: REST routes, call timeline, signed webhooks, recordings, phone page at `/phone`, control at `/sim`. */
export function createRetellSandbox(options: RetellSandboxOptions): RetellSandbox {
  const closing = new AbortController();
  const speed = options.speed ?? 1;
  const linkTtlMs = options.recordingTtlMs ?? DAY_MS;
  let revokedBeforeMs = 0;
  const watchers = new Set<() => void>();
  // Later, because one act may both change a call and send its webhook: watchers must not look in between.
  const onChange = () => void setImmediate(() => watchers.forEach((watch) => watch()));
  const ledger = createCallLedger(options.dataFile);
  const lines = createPhoneLines();
  const guard = createRequestGuard(options.apiKey, closing.signal);
  const nextCalls = createUseUpQueue<ScriptedOutcome>();
  const sender = createWebhookSender({
    apiKey: options.apiKey,
    url: options.webhookUrl ?? null,
    timeoutMs: options.webhookTimeoutMs ?? 10_000,
    retryDelaysMs: options.webhookRetryDelaysMs ?? [1000, 3000, 9000].map((delayMs) => Math.max(20, delayMs / speed)),
    closing: closing.signal,
    onChange,
  });
  const engine = createCallEngine({
    ledger,
    lines,
    webhooks: sender,
    events: options.webhookEvents ?? WEBHOOK_EVENTS,
    apiKey: options.apiKey,
    speed,
    ringDurationMs: options.ringDurationMs ?? 30_000,
    silenceMs: options.silenceMs ?? 120_000,
    linkTtlMs,
    onChange,
  });
  const world = {
    agents: options.agents ?? DEFAULT_AGENTS,
    fromNumbers: options.fromNumbers ?? ['+14155550100', '+74995550100'],
    concurrencyLimit: options.concurrencyLimit ?? 20,
    publicUrl: options.publicUrl,
    apiKey: options.apiKey,
    linkTtlMs,
  };
  const revokeRecordings = () => void (revokedBeforeMs = Date.now() + 1);
  const sim = createSim({ ledger, engine, sender, guard, nextCalls, world, revokeRecordings, watchers });

  const app = new Hono();
  app.route('/', createProviderRoutes({ world, ledger, engine, guard, nextCalls }));
  app.route(
    '/',
    createRecordingRoutes(ledger, guard, options.apiKey, () => revokedBeforeMs),
  );
  app.route('/', createSimRoutes({ sim, ledger, lines, apiKey: options.apiKey, linkTtlMs, closing: closing.signal }));

  engine.resume();
  options.log?.(`Retell stand-in: ${ledger.all().length} calls known, speed ${speed}`);
  return {
    app,
    sim,
    close() {
      closing.abort();
      engine.close();
    },
  };
}
