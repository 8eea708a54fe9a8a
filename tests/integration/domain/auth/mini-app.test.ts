import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authenticateByInitData } from '#domain/auth/authenticate-by-init-data.ts';
import { isSignedBy, parseInitData } from '#domain/auth/init-data.ts';
import { signInitData } from '#tests/support/init-data.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const ownToken = '7000000001:own-bot-token-for-tests-of-init-data';
const otherToken = '7000000002:other-bot-token-for-tests-of-init-data';
const telegramUserId = 5_123_456_789_012n;

let world: TestWorld;
let bots: { organizationId: string; token: string }[];
beforeAll(async () => {
  world = await createTestWorld();
  bots = [
    { organizationId: world.organizationId, token: ownToken },
    { organizationId: world.other.organizationId, token: otherToken },
  ];
  const { prisma } = world.database;
  await prisma.user.updateMany({ where: { id: world.manager.id }, data: { telegramUserId } });
});
afterAll(() => world.close());

let serial = 0;
/** Valid data that was never exchanged. */
const fresh = (options: { authAt?: Date; token?: string; userId?: bigint } = {}) =>
  signInitData(options.token ?? ownToken, {
    telegramUserId: options.userId ?? telegramUserId,
    ...(options.authAt ? { authAt: options.authAt } : {}),
    extra: { query_id: `query-${(serial += 1)}` },
  });
const signIn = (initData: string, botId?: string) =>
  authenticateByInitData(world.make, { initData, ...(botId ? { botId } : {}) }, bots);
const agoMs = (ms: number) => new Date(Date.now() - ms);

test('A member is who Telegram says, the same user that signs in by e-mail, and each initData works once.', async () => {
  const initData = fresh();
  const { user, organizationId } = await signIn(initData);
  expect({ id: user.id, organizationId }).toEqual({ id: world.manager.id, organizationId: world.organizationId });
  await expect(signIn(initData)).rejects.toMatchObject({ code: 'unauthenticated', reason: 'initData.used' });
  const [first, ...rest] = initData.split('&');
  await expect(signIn([...rest, first].join('&'))).rejects.toMatchObject({ reason: 'initData.used' });
});

test('Of parallel exchanges of one initData exactly one succeeds.', async () => {
  const initData = fresh();
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => signIn(initData)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test.each([
  ['a day and a minute old', () => fresh({ authAt: agoMs(24 * 3_600_000 + 60_000) }), 'initData.invalid'],
  ['from two minutes ahead', () => fresh({ authAt: agoMs(-120_000) }), 'initData.invalid'],
  ['of a stranger', () => fresh({ userId: 42n }), 'initData.notMember'],
  ['of a member in another organization’s bot', () => fresh({ token: otherToken }), 'initData.notMember'],
  ['signed by a bot that is not ours', () => fresh({ token: '7000000003:somebody-else' }), 'initData.invalid'],
  ['signed with an empty token', () => fresh({ token: '' }), 'initData.invalid'],
  ['empty', () => '', 'initData.invalid'],
])('InitData %s is refused.', async (_name, make, reason) => {
  await expect(signIn(make())).rejects.toMatchObject({ code: 'unauthenticated', reason });
});

test('Data that is 23 hours old is good, as Telegram Desktop keeps it; so is one from half a minute ahead.', async () => {
  expect((await signIn(fresh({ authAt: agoMs(23 * 3_600_000) }))).user.id).toBe(world.manager.id);
  expect((await signIn(fresh({ authAt: agoMs(-30_000) }))).user.id).toBe(world.manager.id);
  expect((await signIn(fresh(), '7000000001')).user.id).toBe(world.manager.id);
  await expect(signIn(fresh(), '7000000002')).rejects.toMatchObject({ reason: 'initData.invalid' });
});

test('A disabled member gets nothing, and a bot without a token signs for nobody.', async () => {
  const data = parseInitData(signInitData('', { telegramUserId }));
  expect(data && isSignedBy(data, '')).toBe(false);
  await world.database.prisma.user.updateMany({ where: { id: world.manager.id }, data: { disabledAt: new Date() } });
  await expect(signIn(fresh())).rejects.toMatchObject({ reason: 'initData.notMember' });
  await world.database.prisma.user.updateMany({ where: { id: world.manager.id }, data: { disabledAt: null } });
});

test.each([
  ['a field twice', (data: string) => `${data}&user=${encodeURIComponent('{"id":1}')}`],
  ['the hash twice', (data: string) => `${data}&${data.split('&').at(-1) ?? ''}`],
  ['an unknown field', (data: string) => `${data}&admin=1`],
  ['a name in capital letters', (data: string) => data.replace('user=', 'User=')],
  ['a field without a value', (data: string) => `${data}&start_param`],
  ['broken encoding', (data: string) => data.replace('%', '%%')],
  ['a hash in capital letters', (data: string) => data.replace(/hash=(.*)$/, (text) => text.toUpperCase())],
  ['no hash', (data: string) => data.replace(/&hash=.*$/, '')],
  ['an Ed25519 signature instead of the hash', (data: string) => data.replace('hash=', 'signature=')],
])('InitData with %s is not read.', (_name, change) => {
  expect(parseInitData(fresh())).not.toBeNull();
  expect(parseInitData(change(fresh()))).toBeNull();
});

test('A line break in a value cannot make two sets of fields look like one.', () => {
  // The same check text as `chat_type=x` and `query_id=1`, signed as such.
  const text = 'auth_date=1795170000\nchat_type=x\nquery_id=1\nuser={"id":7}';
  const key = createHmac('sha256', 'WebAppData').update(ownToken).digest();
  const hash = createHmac('sha256', key).update(text).digest('hex');
  const user = encodeURIComponent('{"id":7}');
  expect(parseInitData(`auth_date=1795170000&chat_type=x&query_id=1&user=${user}&hash=${hash}`)).not.toBeNull();
  expect(parseInitData(`auth_date=1795170000&chat_type=x%0Aquery_id=1&user=${user}&hash=${hash}`)).toBeNull();
});

test('None of 1,000 changes to signed data is believed.', () => {
  const good = fresh();
  const signed = parseInitData(good);
  const change = fc.record({
    at: fc.nat({ max: good.length - 1 }),
    kind: fc.constantFrom('replace', 'insert', 'delete', 'swap', 'cut'),
    character: fc.constantFrom(...Array.from('0123456789abcdef%&=+;{}"\\ \n\tйZ')),
  });
  fc.assert(
    fc.property(change, ({ at, kind, character }) => {
      const changed = {
        replace: () => good.slice(0, at) + character + good.slice(at + 1),
        insert: () => good.slice(0, at) + character + good.slice(at),
        delete: () => good.slice(0, at) + good.slice(at + 1),
        swap: () => good.slice(0, at) + (good[at + 1] ?? '') + (good[at] ?? '') + good.slice(at + 2),
        cut: () => good.slice(0, at),
      }[kind]();
      const read = parseInitData(changed);
      // The same fields written in another way are the same data.
      if (read?.checkText === signed?.checkText && read?.hash.equals(signed?.hash ?? Buffer.alloc(0))) return;
      expect(read !== null && bots.some(({ token }) => isSignedBy(read, token))).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});
