import { RequestPasswordResetInput, requestPasswordReset } from '#domain/auth/request-password-reset.ts';
import { Message } from '#api/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const requestPasswordResetRoute = defineRoute(
  {
    method: 'post',
    path: '/api/auth/reset-password/request',
    operationId: 'requestPasswordReset',
    tags: ['Auth'],
    summary: 'Have a link for a new password mailed',
    description: 'The answer is the same, and takes as long, whether or not somebody has this address.',
    request: { body: jsonBody(RequestPasswordResetInput.omit({ ip: true }), { email: 'anna@example.com' }) },
    responses: { 202: answer(Message, 'Heard.') },
  },
  async (c) => {
    await requestPasswordReset(c.get('deps').make, { ...c.req.valid('json'), ip: c.get('ip') });
    return c.json({ message: 'If a member has this address, a link is on its way. It works for 15 minutes.' }, 202);
  },
  { access: 'public', rate: 'secret' },
);
