import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Mail } from '#domain/ports/mailer.ts';
import { sendPasswordResetJob } from '#jobs/emails/send-password-reset.job.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { createFakeMailer } from '#tests/support/fakes/fake-mailer.ts';
import { signInitData } from '#tests/support/init-data.ts';
import { clientOf, id, idOf, lastPage, moment, refusal, text } from '#tests/wire/api/exchange.ts';
import type { Client } from '#tests/wire/api/exchange.ts';

const botToken = '7000000001:bot-token-of-the-wire-tests-for-init-data';
const anna = {
  name: 'Anna Petrova',
  email: 'anna@wire.example',
  password: 'a long password',
  organizationName: 'Kvadrat',
};
const mailer = createFakeMailer();
let api: ApiWorld;
// Only password links: there is no chat to draw cards in.
const planMails: typeof planEffects = (event) => (event.type === 'user.passwordResetAsked' ? planEffects(event) : []);
let stranger: Client;
let admin: Client;

beforeAll(async () => {
  const bots: { organizationId: string; token: string }[] = [];
  api = await createApiWorld({
    deps: { miniAppBots: async () => bots },
    world: { planEffects: planMails, ports: { accountMailer: async () => mailer } },
  });
  bots.push({ organizationId: api.world.organizationId, token: botToken });
  stranger = clientOf(api);
  admin = clientOf(api, api.world.admin);
  expect((await stranger('POST /api/auth/register', anna)).status).toBe(201);
});
afterAll(() => api.close());

const pair = { token: text, refresh_token: text, expires_in: 3_600 };
const Pair = z.looseObject({ token: z.string(), refresh_token: z.string() });
const signIn = async () =>
  Pair.parse((await stranger('POST /api/auth/login', { email: anna.email, password: anna.password })).body);
const member = (facts: object) => ({
  id,
  name: text,
  email: text,
  role: 'manager',
  permissions: [],
  language: 'ru',
  timeZone: null,
  onDuty: true,
  telegram: null,
  disabledAt: null,
  version: 1,
  createdAt: moment,
  ...facts,
});

test('POST /api/auth/register answers with the admin and the tokens', async () => {
  const { organizationName: _left, ...person } = { ...anna, email: 'oleg@wire.example' };
  const answered = await stranger('POST /api/auth/register', person);
  expect(answered).toMatchObject({ status: 201 });
  expect(answered.body).toEqual({
    user: { id, name: 'Anna Petrova', email: 'oleg@wire.example', role: 'admin' },
    ...pair,
  });
});

test('POST /api/auth/login answers {user, token, expires_in}, and the same refusal to every wrong guess', async () => {
  const answered = await stranger('POST /api/auth/login', { email: anna.email, password: anna.password });
  expect(answered.status).toBe(200);
  expect(answered.body).toEqual({ user: { id, name: anna.name, email: anna.email, role: 'admin' }, ...pair });
  expect(answered.headers.get('cache-control')).toContain('no-store');
  const wrong = await stranger('POST /api/auth/login', { email: anna.email, password: 'not this one' });
  expect(wrong.status).toBe(401);
  expect(wrong.body).toEqual(refusal('unauthenticated', { reason: 'auth.badCredentials' }));
});

test('GET /api/auth/me answers with the member, POST /api/auth/logout with {message}, and the token is dead then', async () => {
  const { token } = await signIn();
  const client = clientOf(api, token);
  const me = await client('GET /api/auth/me');
  expect(me.status).toBe(200);
  expect(me.body).toEqual(member({ name: anna.name, email: anna.email, role: 'admin' }));
  const out = await client('POST /api/auth/logout', {});
  expect([out.status, out.body]).toEqual([200, { message: text }]);
  const after = await client('GET /api/auth/me');
  expect([after.status, after.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});

test('POST /api/auth/refresh answers with the next pair', async () => {
  const first = await signIn();
  const answered = await stranger('POST /api/auth/refresh', { refresh_token: first.refresh_token });
  expect([answered.status, answered.body]).toEqual([200, pair]);
  const next = Pair.parse(answered.body);
  expect(next.refresh_token).not.toBe(first.refresh_token);
  expect((await clientOf(api, next.token)('GET /api/auth/me')).status).toBe(200);
  const unknown = await stranger('POST /api/auth/refresh', { refresh_token: 'never-given' });
  expect([unknown.status, unknown.body]).toMatchObject([401, { code: 'unauthenticated' }]);
});

test('POST /api/auth/reset-password/request and /confirm set a new password by the mailed token', async () => {
  const email = 'forgetful@wire.example';
  await stranger('POST /api/auth/register', { ...anna, email });
  const before = mailer.sent.length;
  for (const address of [email, 'nobody@wire.example']) {
    const heard = await stranger('POST /api/auth/reset-password/request', { email: address });
    expect([heard.status, heard.body]).toEqual([202, { message: text }]);
  }
  await api.world.drain([sendPasswordResetJob]);
  const mails: Mail[] = mailer.sent.slice(before);
  const token = /#([\w-]+)/.exec(mails.map((mail) => mail.text).join('\n'))?.[1];
  const set = await stranger('POST /api/auth/reset-password/confirm', { token, password: 'a newer password' });
  expect([set.status, set.body]).toEqual([200, { message: text }]);
  expect((await stranger('POST /api/auth/login', { email, password: 'a newer password' })).status).toBe(200);
  const again = await stranger('POST /api/auth/reset-password/confirm', { token, password: 'a third password' });
  expect([again.status, again.body]).toMatchObject([401, { code: 'unauthenticated' }]);
});

test('POST /api/auth/telegram answers as login does', async () => {
  const telegramUserId = 5_000_000_321n;
  const { id: userId } = api.world.manager;
  await api.world.database.prisma.user.updateMany({ where: { id: userId }, data: { telegramUserId } });
  const answered = await stranger('POST /api/auth/telegram', { initData: signInitData(botToken, { telegramUserId }) });
  expect(answered.status).toBe(200);
  const { name } = api.world.manager;
  expect(answered.body).toEqual({ user: { id: userId, name, email: text, role: 'manager' }, ...pair });
});

test('users are added, shown, changed, given permissions and disabled', async () => {
  const oleg = { name: 'Oleg Smirnov', email: 'oleg.smirnov@wire.example', role: 'manager' };
  const added = await admin('POST /api/users', { ...oleg, permissions: ['calls.approve'] });
  expect([added.status, added.body]).toEqual([201, member({ ...oleg, permissions: ['calls.approve'] })]);
  const path = `/api/users/${idOf(added)}`;
  const shown = await admin(`GET ${path}`);
  expect([shown.status, shown.body]).toEqual([200, added.body]);
  const page = await admin('GET /api/users?limit=1');
  expect([page.status, page.body]).toEqual([
    200,
    { items: [member({ ...oleg, permissions: ['calls.approve'] })], nextCursor: text },
  ]);
  const changed = await admin(`PUT ${path}`, { name: 'Oleg Ivanov', role: 'analyst' });
  expect([changed.status, changed.body]).toMatchObject([200, { name: 'Oleg Ivanov', role: 'analyst' }]);
  const granted = await admin(`PUT ${path}/permissions`, { permissions: [] });
  expect([granted.status, granted.body]).toMatchObject([200, { permissions: [] }]);
  const gone = await admin(`DELETE ${path}`);
  expect([gone.status, gone.body]).toMatchObject([200, { id: idOf(added), disabledAt: moment }]);
  const twice = await admin('POST /api/users', { ...oleg, email: anna.email });
  expect([twice.status, twice.body]).toMatchObject([409, { code: 'conflict' }]);
});

test('POST /api/users/:id/invite answers {invite_url, expires_at} with a link to the bot', async () => {
  const invited = await admin(`POST /api/users/${api.world.analyst.id}/invite`);
  expect([invited.status, invited.body]).toEqual([
    201,
    { invite_url: expect.stringMatching(/^https:\/\/t\.me\/test_bot\?start=.+/), expires_at: moment },
  ]);
});

test('a list of nothing is an empty last page', async () => {
  const { token } = await signIn();
  for (const path of ['/api/leads', '/api/clients', '/api/emails', '/api/call-requests', '/api/messaging/chats']) {
    const page = await clientOf(api, token)(`GET ${path}`);
    expect([page.status, page.body], path).toEqual([200, lastPage()]);
  }
});
