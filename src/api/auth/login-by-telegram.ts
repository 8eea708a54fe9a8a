import { AuthenticateByInitDataInput, authenticateByInitData } from '#domain/auth/authenticate-by-init-data.ts';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import { SignedIn, toSignedIn } from '#api/auth/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const loginByTelegramRoute = defineRoute(
  {
    method: 'post',
    path: '/api/auth/telegram',
    operationId: 'loginByTelegram',
    tags: ['Auth'],
    summary: 'Sign in from the Mini App',
    description:
      'Takes the `initData` that Telegram gave the Mini App, as it came, once and within a day. An hour after Telegram signed it, settings, exports and approvals ask for newer data (`initData.tooOld`): open the Mini App again.',
    request: {
      body: jsonBody(AuthenticateByInitDataInput.omit({ ip: true }), {
        initData: 'query_id=AAH&user=%7B%22id%22%3A5000000001%7D&auth_date=1795170000&hash=0123',
      }),
    },
    responses: { 200: answer(SignedIn, 'Signed in.') },
  },
  async (c) => {
    const { make, config, miniAppBots } = c.get('deps');
    const bots = (await miniAppBots?.()) ?? [];
    const input = { ...c.req.valid('json'), ip: c.get('ip') };
    const { user, organizationId, authAt } = await authenticateByInitData(make, input, bots);
    const member = { organizationId, userId: user.id, initDataAt: authAt };
    return c.json(toSignedIn(user, await issueTokens(make, member, config.tokens)), 200);
  },
  { access: 'public', rate: 'secret', errors: ['unauthenticated'] },
);
