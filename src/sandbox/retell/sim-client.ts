import { z } from 'zod';
import { createSimRequest } from './sim-request.ts';
import { SimCall } from './sim.ts';
import type {
  HttpFaultInput,
  NextCallInput,
  SimSettings,
  WebhookBehaviourInput,
  WebhookOrderInput,
} from './sim-schemas.ts';

const Done = z.object({ ok: z.literal(true) });
const SentWebhook = z.object({
  callId: z.string(),
  event: z.string(),
  kind: z.string(),
  attempt: z.number(),
  sentAtMs: z.number(),
  status: z.number().nullable(),
  body: z.string(),
});
const RecordedRequest = z.object({
  route: z.string(),
  method: z.string(),
  path: z.string(),
  body: z.string(),
  atMs: z.number(),
  status: z.number(),
});

export type RetellSimClient = ReturnType<typeof createRetellSimClient>;

/** Controls a Retell stand-in in another process; `baseUrl` is the address of its mount. Each call throws on a refusal. */
export function createRetellSimClient(baseUrl: string) {
  const request = createSimRequest(baseUrl);
  const callPath = (callId: string, act: string) => `/sim/calls/${encodeURIComponent(callId)}/${act}`;
  return {
    calls: () => request('/sim/calls', z.array(SimCall)),
    callsPerAttempt: () => request('/sim/calls-per-attempt', z.record(z.string(), z.number())),
    nextCall: (outcome: NextCallInput) => request('/sim/next-call', Done, outcome),
    webhooks: (behaviour: WebhookBehaviourInput) => request('/sim/webhooks', Done, behaviour),
    fault: (fault: HttpFaultInput) => request('/sim/faults', Done, fault),
    settings: (settings: SimSettings) => request('/sim/settings', Done, settings),
    answer: (callId: string) => request(callPath(callId, 'answer'), Done, {}),
    decline: (callId: string) => request(callPath(callId, 'decline'), Done, {}),
    say: (callId: string, text: string) => request(callPath(callId, 'say'), Done, { text }),
    hangUp: (callId: string) => request(callPath(callId, 'hang-up'), Done, {}),
    sendWebhook: async (order: WebhookOrderInput) =>
      (await request('/sim/send-webhook', z.object({ status: z.number().nullable() }), order)).status,
    sentWebhooks: () => request('/sim/sent-webhooks', z.array(SentWebhook)),
    requests: () => request('/sim/requests', z.array(RecordedRequest)),
    expireRecordings: () => request('/sim/expire-recordings', Done, {}),
    idle: (timeoutMs = 10_000) => request(`/sim/idle?timeoutMs=${timeoutMs}`, Done),
    reset: (options: { keepCalls?: boolean } = {}) => request('/sim/reset', Done, options),
  };
}
