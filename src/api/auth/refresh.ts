import { z } from '@hono/zod-openapi';
import { refreshTokens } from '#domain/auth/refresh-tokens.ts';
import { TokenPair, toTokenPair } from '#api/auth/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const RefreshBody = z.strictObject({ refresh_token: z.string().min(1).max(500) });

export const refreshRoute = defineRoute(
  {
    method: 'post',
    path: '/api/auth/refresh',
    operationId: 'refresh',
    tags: ['Auth'],
    summary: 'Buy the next pair of tokens',
    description: 'A refresh token works once; using it again signs out everything that came from that sign-in.',
    request: { body: jsonBody(RefreshBody, { refresh_token: 'the refresh_token of the last answer' }) },
    responses: { 200: answer(TokenPair, 'The next pair.') },
  },
  async (c) => {
    const { make, config } = c.get('deps');
    const tokens = await refreshTokens(make, c.req.valid('json').refresh_token, config.tokens);
    return c.json(toTokenPair(tokens), 200);
  },
  { access: 'public', rate: 'secret', errors: ['unauthenticated'] },
);
