import { ConfirmPasswordResetInput, confirmPasswordReset } from '#domain/auth/confirm-password-reset.ts';
import { Message } from '#api/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const confirmPasswordResetRoute = defineRoute(
  {
    method: 'post',
    path: '/api/auth/reset-password/confirm',
    operationId: 'confirmPasswordReset',
    tags: ['Auth'],
    summary: 'Set a new password by the token of a mail',
    description: 'The token works once. Every session of the member ends.',
    request: {
      body: jsonBody(ConfirmPasswordResetInput, {
        token: 'the-part-of-the-link-behind-the-hash-sign-0',
        password: 'a longer password',
      }),
    },
    responses: { 200: answer(Message, 'The password is set.') },
  },
  async (c) => {
    await confirmPasswordReset(c.get('deps').make, c.req.valid('json'));
    return c.json({ message: 'The new password is set. Sign in with it.' }, 200);
  },
  { access: 'public', rate: 'secret', errors: ['unauthenticated'] },
);
