import { AuthenticateInput, authenticate } from '#domain/auth/authenticate.ts';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import { SignedIn, toSignedIn } from '#api/auth/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const loginRoute = defineRoute(
  {
    method: 'post',
    path: '/api/auth/login',
    operationId: 'login',
    tags: ['Auth'],
    summary: 'Sign in by e-mail and password',
    request: {
      body: jsonBody(AuthenticateInput.omit({ ip: true }), { email: 'anna@example.com', password: 'a long password' }),
    },
    responses: { 200: answer(SignedIn, 'Signed in.') },
  },
  async (c) => {
    const { make, config } = c.get('deps');
    const { user, organizationId } = await authenticate(make, { ...c.req.valid('json'), ip: c.get('ip') });
    const tokens = await issueTokens(make, { organizationId, userId: user.id }, config.tokens);
    return c.json(toSignedIn(user, tokens), 200);
  },
  { access: 'public', rate: 'secret', errors: ['unauthenticated'] },
);
