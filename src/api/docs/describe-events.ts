import type { Json } from '#api/docs/json.ts';

const subjectId = '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b';

const description = `Each event that a subscription names comes as one POST. \`Perezvon-Signature\` is \`t=<unix seconds>,v1=<hex>\`, the HMAC-SHA-256 of \`<t>.<body>\` under the secret that was shown when the subscription was made: compute it over the raw body, compare in constant time, and refuse a \`t\` more than five minutes off. \`Perezvon-Event-Id\` is the same for every repeat of an event. Answer 2xx within ten seconds; everything else is tried again for about a day, and 410 ends the subscription.`;

/** What this server sends to addresses of integrators. */
export function describeEvents(): Json {
  return {
    event: {
      post: {
        operationId: 'receiveEvent',
        tags: ['Webhooks out'],
        summary: 'An event, sent to your address',
        description,
        security: [],
        parameters: [
          header('Perezvon-Event-Id', 'The event’s own id.', '0192f0c1-7a8b-7c9d-8e0f-1a2b3c4d5e6f'),
          header('Perezvon-Event-Type', 'Such as `lead.created`.', 'lead.created'),
          header('Perezvon-Signature', 'Proves the sender and the body.', `t=1795165200,v1=${'5e'.repeat(32)}`),
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['id', 'type', 'subjectId', 'organizationId', 'at', 'data'],
                properties: {
                  id: { type: 'string', format: 'uuid' },
                  type: { type: 'string' },
                  subjectId: { type: 'string', format: 'uuid' },
                  organizationId: { type: 'string', format: 'uuid' },
                  at: { type: 'string', format: 'date-time' },
                  data: {
                    type: 'object',
                    description:
                      'What the event itself says, and `record`: the record as the subscription’s owner may see it now.',
                    additionalProperties: true,
                  },
                },
              },
              example: {
                id: '0192f0c1-7a8b-7c9d-8e0f-1a2b3c4d5e6f',
                type: 'lead.created',
                subjectId,
                organizationId: '0192f0c1-0000-7000-8000-000000000001',
                at: '2026-11-20T09:00:00.000Z',
                data: { source: 'site', ownerId: null, record: { id: subjectId, name: 'Мария Козлова', version: 1 } },
              },
            },
          },
        },
        responses: {
          '204': { description: 'Taken.' },
          '410': { description: 'Nobody wants it any more: the subscription is switched off.' },
        },
      },
    },
  };
}

function header(name: string, text: string, example: string): Json {
  return { name, in: 'header', required: true, description: text, schema: { type: 'string' }, example };
}
