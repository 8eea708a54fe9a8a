import { SettleEmailInput, settleEmail } from '#domain/emails/settle-email.ts';
import { Email, toEmail } from '#api/emails/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const settleEmailRoute = defineRoute(
  {
    method: 'post',
    path: '/api/emails/{id}/settle',
    operationId: 'settleEmail',
    tags: ['E-mail'],
    summary: 'Say whether an e-mail of unknown fate arrived',
    request: { params: IdParams, body: jsonBody(SettleEmailInput.omit({ emailId: true }), { arrived: true }) },
    responses: { 200: answer(Email, 'The e-mail as it is now.') },
  },
  async (c) => {
    const { id: emailId } = c.req.valid('param');
    return c.json(toEmail(await settleEmail(c.get('ctx'), { ...c.req.valid('json'), emailId }), c.get('deps')), 200);
  },
  { permission: 'conversations.reply', errors: ['not_found', 'conflict'] },
);
