import { issueTokens } from '#domain/auth/issue-tokens.ts';
import { RegisterOrganizationInput, registerOrganization } from '#domain/auth/register-organization.ts';
import { SignedIn, toSignedIn } from '#api/auth/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const registerRoute = defineRoute(
  {
    method: 'post',
    path: '/api/auth/register',
    operationId: 'register',
    tags: ['Auth'],
    summary: 'Create an organization and its first admin',
    description: 'The first registration creates the default organization, which uses the services of the environment.',
    request: {
      body: jsonBody(RegisterOrganizationInput, {
        name: 'Anna Petrova',
        email: 'anna@example.com',
        password: 'a long password',
        organizationName: 'Kvadrat',
      }),
    },
    responses: { 201: answer(SignedIn, 'The admin is signed in.') },
  },
  async (c) => {
    const { make, config, onRegistered } = c.get('deps');
    const { organizationId, user } = await registerOrganization(make, c.req.valid('json'), {
      registration: config.registration,
      ...(onRegistered ? { onRegistered } : {}),
    });
    const tokens = await issueTokens(make, { organizationId, userId: user.id }, config.tokens);
    return c.json(toSignedIn(user, tokens), 201);
  },
  { access: 'public', rate: 'secret', errors: ['conflict', 'forbidden'] },
);
