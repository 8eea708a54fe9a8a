import { parseRetellEvent, peekOrganizationId, verifyRetellSignature } from '#integrations/retell/webhook.ts';
import type { ApiDeps, RetellKey } from '#api/deps.ts';
import { HttpProblem } from '#api/errors.ts';
import { readJsonBody } from '#api/middleware/read-body.ts';
import { defineRoute } from '#api/route.ts';
import { systemClock } from '#platform/clock.ts';
import { isId } from '#platform/ids.ts';

const factOfEvent: Record<string, 'started' | 'ended' | 'analyzed'> = {
  call_started: 'started',
  call_ended: 'ended',
  call_analyzed: 'analyzed',
};

export const retellWebhookRoute = defineRoute(
  {
    method: 'post',
    path: '/api/webhooks/retell',
    operationId: 'retellWebhook',
    tags: ['Webhooks'],
    summary: 'Events of calls from Retell',
    description:
      'Signed by `X-Retell-Signature` over the raw body, at most five minutes old. A repeat is answered alike and changes nothing.',
    responses: { 204: { description: 'The event is stored.' } },
  },
  async (c) => {
    const deps = c.get('deps');
    const body = await readJsonBody(c);
    const signature = c.req.header('x-retell-signature');
    const nowMs = (deps.clock ?? systemClock).now().getTime();
    const key = signature === undefined ? null : await keyOf(deps, body);
    if (!key || !verifyRetellSignature(body, signature, key.apiKey, nowMs)) {
      throw new HttpProblem('unauthenticated', 'The signature is missing, wrong or too old.');
    }
    const event = parseRetellEvent(body);
    // Events of a later version of the provider must not be sent again and again.
    if (!event) return c.body(null, 204);
    await deps.webhookIntake.accept({
      organizationId: key.organizationId,
      provider: 'retell',
      dedupeKey: event.dedupeKey,
      body,
      headers: { 'x-request-id': c.get('requestId') },
      parsed: { fact: factOfEvent[event.event] ?? 'seen', call: event.call },
    });
    return c.body(null, 204);
  },
  { access: 'webhook', errors: ['unauthenticated', 'payload_too_large'] },
);

/** The unproven body only says which key to prove it with: a wrong claim meets a key that it was not signed by. */
function keyOf(deps: ApiDeps, body: string): Promise<RetellKey | null> {
  const claimed = peekOrganizationId(body);
  return deps.retellKeyOf(claimed !== null && isId(claimed) ? claimed : null);
}
