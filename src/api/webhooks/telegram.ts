import { z } from '@hono/zod-openapi';
import { HttpProblem } from '#api/errors.ts';
import { readJsonBody } from '#api/middleware/read-body.ts';
import { defineRoute } from '#api/route.ts';

const BotParams = z.object({
  botId: z
    .string()
    .regex(/^\d{1,20}$/)
    .openapi({ param: { name: 'botId', in: 'path' } }),
});

export const telegramWebhookRoute = defineRoute(
  {
    method: 'post',
    path: '/api/webhooks/telegram/{botId}',
    operationId: 'telegramWebhook',
    tags: ['Webhooks'],
    summary: 'Updates from Telegram',
    request: { params: BotParams },
    responses: { 200: { description: 'The update is stored.' } },
  },
  async (c) => {
    const secret = c.req.header('x-telegram-bot-api-secret-token') ?? '';
    // A header that came twice is joined by a comma, which no secret of ours contains.
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(secret)) throw refused();
    const { bots } = c.get('deps');
    if (!bots) throw noBot();
    const accepted = await bots.acceptWebhook(c.req.valid('param').botId, secret, await readJsonBody(c));
    switch (accepted) {
      case 'accepted':
        return c.body(null, 200);
      case 'bad_secret':
        throw refused();
      case 'bad_body':
        throw new HttpProblem('bad_request', 'This is not an update.');
      case 'unknown_bot':
        throw noBot();
    }
  },
  { access: 'webhook', errors: ['unauthenticated', 'not_found', 'bad_request', 'payload_too_large'] },
);

function refused(): HttpProblem {
  return new HttpProblem('unauthenticated', 'The secret token is missing or wrong.');
}

function noBot(): HttpProblem {
  return new HttpProblem('not_found', 'No such bot takes updates here.');
}
