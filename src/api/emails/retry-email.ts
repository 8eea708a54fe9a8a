import { RetryEmailInput, retryEmail } from '#domain/emails/retry-email.ts';
import { Email, toEmail } from '#api/emails/views.ts';
import { IdParams, answer, defineRoute, optionalJsonBody } from '#api/route.ts';

export const retryEmailRoute = defineRoute(
  {
    method: 'post',
    path: '/api/emails/{id}/retry',
    operationId: 'retryEmail',
    tags: ['E-mail'],
    summary: 'Send an e-mail again that did not arrive',
    description: 'One of unknown fate needs `mayComeTwice: true`: it may have arrived.',
    request: { params: IdParams, body: optionalJsonBody(RetryEmailInput.omit({ emailId: true }), {}) },
    responses: { 200: answer(Email, 'The e-mail, queued again.') },
  },
  async (c) => {
    const { id: emailId } = c.req.valid('param');
    return c.json(toEmail(await retryEmail(c.get('ctx'), { ...c.req.valid('json'), emailId }), c.get('deps')), 200);
  },
  { permission: 'conversations.reply', errors: ['not_found', 'conflict'] },
);
