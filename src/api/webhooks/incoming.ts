import { z } from '@hono/zod-openapi';
import { findIncomingToken } from '#domain/incoming/find-incoming-token.ts';
import { receiveIncoming } from '#domain/incoming/receive-incoming.ts';
import { recordExternalCall } from '#domain/calls/record-external-call.ts';
import type { Context } from '#domain/context.ts';
import { HttpProblem } from '#api/errors.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const Text = z.string().trim().min(1);
const who = {
  name: Text.max(200).optional(),
  phone: Text.max(40).optional(),
  email: Text.max(254).optional(),
  telegramUsername: Text.max(64).optional(),
  companyName: Text.max(200).optional(),
};
const externalId = Text.max(200).describe(
  'The sender’s own id: a repeat changes nothing and answers as the first time.',
);

const IncomingLead = z.strictObject({
  type: z.literal('lead'),
  externalId,
  ...who,
  name: Text.max(200),
  source: Text.max(60).optional(),
  note: Text.max(4_000).optional(),
  customFields: z
    .record(z.string().max(200), z.unknown())
    .optional()
    .describe('What no field of the organization takes is kept in the note.'),
});
const IncomingMessage = z.strictObject({
  type: z.literal('message'),
  externalId,
  ...who,
  name: Text.max(200),
  text: Text.max(4_000),
});
const IncomingCall = z.strictObject({
  type: z.literal('call'),
  externalId,
  phoneNumber: Text.max(40),
  direction: z.enum(['incoming', 'outgoing']).default('incoming'),
  clientName: Text.max(200).optional(),
  managerName: Text.max(200).optional(),
  status: z.enum(['completed', 'missed']).default('completed'),
  startedAt: z.iso.datetime({ offset: true }),
  durationSec: z.number().int().min(0).max(86_400).default(0),
});
const Incoming = z.discriminatedUnion('type', [IncomingLead, IncomingMessage, IncomingCall]);

const Accepted = z
  .object({ id: z.string(), type: z.enum(['lead', 'message', 'call']), externalId: z.string() })
  .openapi('Accepted');
const TokenParams = z.object({
  token: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,200}$/)
    .openapi({ param: { name: 'token', in: 'path' } }),
});

export const incomingWebhookRoute = defineRoute(
  {
    method: 'post',
    path: '/api/webhooks/incoming/{token}',
    operationId: 'incomingWebhook',
    tags: ['Webhooks'],
    summary: 'Leads, calls and messages from anywhere',
    description: 'The address is made by `POST /api/incoming-tokens` and is its own proof: keep it secret.',
    request: {
      params: TokenParams,
      body: jsonBody(Incoming, {
        type: 'lead',
        externalId: 'form-1042',
        name: 'Мария Козлова',
        phone: '+7 916 123-45-67',
        note: 'Хочет тест-драйв',
        source: 'site',
      }),
    },
    responses: { 200: answer(Accepted, 'It is in; a repeat gets the same answer.') },
  },
  async (c) => {
    const { make } = c.get('deps');
    const sender = await findIncomingToken(make, c.req.valid('param').token);
    if (!sender)
      throw new HttpProblem('not_found', 'This address takes nothing in any more. Make a new one in the settings.');
    const ctx = make({
      organizationId: sender.organizationId,
      actor: { kind: 'system', id: null, name: sender.name },
      door: 'webhook',
      requestId: c.get('requestId'),
    });
    const incoming = c.req.valid('json');
    const id = await accept(ctx, sender.incomingTokenId, incoming);
    return c.json({ id, type: incoming.type, externalId: incoming.externalId }, 200);
  },
  { access: 'webhook', errors: ['not_found'] },
);

/** Carries one incoming thing out and returns the id of what it became: a lead, the lead of a message's sender, or a call. */
async function accept(ctx: Context, tokenId: string, incoming: z.output<typeof Incoming>): Promise<string> {
  if (incoming.type !== 'call') return (await receiveIncoming(ctx, tokenId, incoming)).leadId;
  const { type: _type, startedAt, ...call } = incoming;
  const recorded = await recordExternalCall(ctx, {
    ...call,
    startedAt: new Date(startedAt),
    externalSource: `incoming:${tokenId}`,
  });
  return recorded.id;
}
