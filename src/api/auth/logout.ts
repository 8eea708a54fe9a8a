import { z } from '@hono/zod-openapi';
import { revokeTokens } from '#domain/auth/revoke-tokens.ts';
import { Message } from '#api/views.ts';
import { answer, defineRoute, optionalJsonBody } from '#api/route.ts';

const LogoutBody = z.strictObject({ refresh_token: z.string().min(1).max(500).optional() });

export const logoutRoute = defineRoute(
  {
    method: 'post',
    path: '/api/auth/logout',
    operationId: 'logout',
    tags: ['Auth'],
    summary: 'Sign out',
    description: 'The session of the access token ends, or the one of the refresh token in the body.',
    request: { body: optionalJsonBody(LogoutBody, {}) },
    responses: { 200: answer(Message, 'Signed out.') },
  },
  async (c) => {
    const refreshToken = c.req.valid('json').refresh_token;
    const { organizationId, sessionId } = c.get('session');
    await revokeTokens(
      c.get('deps').make,
      refreshToken === undefined ? { organizationId, sessionId } : { refreshToken },
    );
    return c.json({ message: 'You are signed out.' }, 200);
  },
);
