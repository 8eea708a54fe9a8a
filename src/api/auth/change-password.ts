import { ChangePasswordInput, changePassword } from '#domain/auth/change-password.ts';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import { requireUser } from '#domain/permissions.ts';
import { TokenPair, toTokenPair } from '#api/auth/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const changePasswordRoute = defineRoute(
  {
    method: 'post',
    path: '/api/auth/change-password',
    operationId: 'changePassword',
    tags: ['Auth'],
    summary: 'Set the own password',
    description: 'Every session ends, also this one; the answer carries the tokens of a new one.',
    request: {
      body: jsonBody(ChangePasswordInput, { currentPassword: 'a long password', newPassword: 'a longer password' }),
    },
    responses: { 200: answer(TokenPair, 'A new session.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const { make, config } = c.get('deps');
    await changePassword(ctx, c.req.valid('json'));
    const member = { organizationId: ctx.organizationId, userId: requireUser(ctx).id };
    return c.json(toTokenPair(await issueTokens(make, member, config.tokens)), 200);
  },
  { rate: 'secret' },
);
