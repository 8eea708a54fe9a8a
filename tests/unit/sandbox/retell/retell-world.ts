import { createHmac } from 'node:crypto';
import { createRetellSandbox } from '#sandbox/retell/index.ts';
import type { RetellSandbox, RetellSandboxOptions } from '#sandbox/retell/index.ts';
import { Hono } from 'hono';
import { z } from 'zod';
import { listen } from './listen.ts';

export const API_KEY = 'key_test';
const Payload = z.object({ event: z.string(), call: z.looseObject({ call_id: z.string(), call_status: z.string() }) });
export const WireCall = z.looseObject({ call_id: z.string(), call_status: z.string() });

export type Received = z.infer<typeof Payload> & { rawBody: string; signature: string };

export type RetellWorld = {
  sandbox: RetellSandbox;
  url: string;
  received: Received[];
  /** Statuses with which the receiver answers next; 204 when empty. */
  nextAnswers: number[];
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  get(path: string): Promise<Response>;
  placeCall(fields?: Record<string, unknown>): Promise<z.infer<typeof WireCall>>;
  events(): string[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** A Retell stand-in mounted below a path, and a receiver that keeps the webhooks it gets. */
export async function openRetellWorld(options: Partial<RetellSandboxOptions> = {}): Promise<RetellWorld> {
  const received: Received[] = [];
  const nextAnswers: number[] = [];
  const receiver = new Hono();
  receiver.post('/hook', async (c) => {
    const rawBody = await c.req.text();
    const signature = c.req.header('x-retell-signature') ?? '';
    received.push({ ...Payload.parse(JSON.parse(rawBody)), rawBody, signature });
    return new Response(null, { status: nextAnswers.shift() ?? 204 });
  });
  const receiverServer = await listen(receiver);
  const sandbox = createRetellSandbox({
    apiKey: API_KEY,
    webhookUrl: `${receiverServer.url}/hook`,
    speed: 2000,
    ...options,
  });
  const outer = new Hono();
  outer.route('/sandbox/retell', sandbox.app);
  const server = await listen(outer);
  const url = `${server.url}/sandbox/retell`;
  const authorization = `Bearer ${API_KEY}`;
  const post: RetellWorld['post'] = (path, body, headers = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return {
    sandbox,
    url,
    received,
    nextAnswers,
    post,
    get: (path) => fetch(url + path, { headers: { authorization } }),
    async placeCall(fields = {}) {
      const response = await post('/v2/create-phone-call', {
        from_number: '+14155550100',
        to_number: '+12135550123',
        ...fields,
      });
      return WireCall.parse(await response.json());
    },
    events: () => received.map(({ event }) => event),
    async [Symbol.asyncDispose]() {
      sandbox.close();
      await server[Symbol.asyncDispose]();
      await receiverServer[Symbol.asyncDispose]();
    },
  };
}

/** Checks a signature by the published rule, independently of the stand-in's own code. */
export function isSignatureValid({ rawBody, signature }: Pick<Received, 'rawBody' | 'signature'>): boolean {
  const parts = /^v=(\d+),d=([0-9a-f]{64})$/.exec(signature);
  if (!parts || Math.abs(Date.now() - Number(parts[1])) > 300_000) return false;
  return createHmac('sha256', API_KEY).update(`${rawBody}${parts[1]}`).digest('hex') === parts[2];
}
