import { sha256 } from '#platform/hashing.ts';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { authenticate } from '#domain/auth/authenticate.ts';
import { changePassword } from '#domain/auth/change-password.ts';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import { refreshTokens } from '#domain/auth/refresh-tokens.ts';
import { registerOrganization } from '#domain/auth/register-organization.ts';
import { revokeTokens } from '#domain/auth/revoke-tokens.ts';
import { tokenKey } from '#domain/auth/token-key.ts';
import { verifyAccessToken } from '#domain/auth/verify-access-token.ts';
import { createUser } from '#domain/users/create-user.ts';
import { disableUser } from '#domain/users/disable-user.ts';
import { setUserPermissions } from '#domain/users/set-user-permissions.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

const password = 'correct horse battery';
let count = 0;
async function aMember() {
  count += 1;
  const email = `member${count}@example.test`;
  const user = await createUser(world.as(world.admin), { name: `Member ${count}`, email, password, role: 'manager' });
  return { ...user, email, member: { userId: user.id, organizationId: world.organizationId } };
}

test('Of ten first registrations at once one claims the default organization and each later one gets its own.', async () => {
  const made = await Promise.all(
    Array.from({ length: 10 }, (_unused, index) =>
      registerOrganization(
        world.make,
        { name: `Founder ${index}`, email: `founder${index}@example.test`, password, organizationName: `Org ${index}` },
        { registration: 'open' },
      ),
    ),
  );
  const { prisma } = world.database;
  const defaults = await prisma.organization.findMany({ where: { isDefault: true } });
  expect(defaults).toHaveLength(1);
  expect(new Set(made.map((one) => one.organizationId)).size).toBe(10);
  expect(made.filter((one) => one.organizationId === defaults[0]?.id)).toHaveLength(1);
  for (const { organizationId, user } of made) {
    expect(user.role).toBe('admin');
    expect(await prisma.pipeline.count({ where: { organizationId, isDefault: true } })).toBe(1);
    expect(await prisma.stage.count({ where: { organizationId, kind: 'open' } })).toBeGreaterThan(1);
  }
});

test('An e-mail address registers once, and closed registration refuses further organizations.', async () => {
  const input = { name: 'Again', email: 'FOUNDER0@example.test', password };
  const before = await world.database.prisma.organization.count();
  await expect(registerOrganization(world.make, input, { registration: 'open' })).rejects.toMatchObject({
    reason: 'auth.emailTaken',
  });
  const late = { name: 'Late', email: 'late@example.test', password };
  await expect(registerOrganization(world.make, late, { registration: 'closed' })).rejects.toMatchObject({
    reason: 'registration.closed',
  });
  expect(await world.database.prisma.organization.count()).toBe(before);
});

test('Two registrations with one address at once make one user and leave no empty organization.', async () => {
  const input = { name: 'Twin', email: 'twin@example.test', password };
  const before = await world.database.prisma.organization.count();
  const results = await Promise.allSettled(
    [1, 2].map(() => registerOrganization(world.make, input, { registration: 'open' })),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect(await world.database.prisma.organization.count()).toBe(before + 1);
});

test('The right password signs in in any writing of the address; a wrong one, an unknown and a disabled member get one answer.', async () => {
  const user = await aMember();
  const signedIn = await authenticate(world.make, { email: user.email.toUpperCase(), password, ip: '10.0.0.1' });
  expect(signedIn).toMatchObject({ user: { id: user.id }, organizationId: world.organizationId });
  await disableUser(world.as(world.admin), { userId: user.id });
  const answers = await Promise.all(
    [
      { email: user.email, password, ip: '10.0.0.2' },
      { email: user.email, password: 'wrong password', ip: '10.0.0.3' },
      { email: 'nobody@example.test', password, ip: '10.0.0.4' },
    ].map((input) => authenticate(world.make, input).catch((error: Error) => error.message)),
  );
  expect(new Set(answers).size).toBe(1);
});

test('Guessing closes the account to the guessing address only; the owner still gets in from another one.', async () => {
  const user = await aMember();
  const guesses = await Promise.all(
    Array.from({ length: 12 }, () =>
      authenticate(world.make, { email: user.email, password: 'guess', ip: '203.0.113.9' }).catch(
        (error: { reason: string }) => error.reason,
      ),
    ),
  );
  expect(guesses.filter((reason) => reason === 'auth.badCredentials')).toHaveLength(5);
  expect(guesses.filter((reason) => reason === 'auth.tooManyTries')).toHaveLength(7);
  await expect(authenticate(world.make, { email: user.email, password, ip: '203.0.113.9' })).rejects.toMatchObject({
    reason: 'auth.tooManyTries',
  });
  expect((await authenticate(world.make, { email: user.email, password, ip: '198.51.100.7' })).user.id).toBe(user.id);
});

test('An access token speaks for its member with their present rights.', async () => {
  const user = await aMember();
  const { accessToken, expiresInSec } = await issueTokens(world.make, user.member);
  expect(expiresInSec).toBe(3_600);
  expect(await verifyAccessToken(world.make, accessToken)).toMatchObject({
    actor: { kind: 'user', id: user.id, role: 'manager' },
    organizationId: world.organizationId,
  });
});

test('A change of rights, of the password and a dismissal end every session at once.', async () => {
  const change = [
    (userId: string) => setUserPermissions(world.as(world.admin), { userId, permissions: ['calls.approve'] }),
    (userId: string) => disableUser(world.as(world.admin), { userId }),
    (userId: string) =>
      changePassword(world.as({ kind: 'user', id: userId, name: 'self', role: 'manager', permissions: [] }), {
        currentPassword: password,
        newPassword: 'another long one',
      }),
  ];
  for (const act of change) {
    const user = await aMember();
    const { accessToken, refreshToken } = await issueTokens(world.make, user.member);
    await verifyAccessToken(world.make, accessToken);
    await act(user.id);
    await expect(verifyAccessToken(world.make, accessToken)).rejects.toMatchObject({ reason: 'auth.badToken' });
    await expect(refreshTokens(world.make, refreshToken)).rejects.toMatchObject({ reason: 'auth.badToken' });
  }
});

test('Signing out ends that session, with its access token, and no other one.', async () => {
  const user = await aMember();
  const first = await issueTokens(world.make, user.member);
  const second = await issueTokens(world.make, user.member);
  await verifyAccessToken(world.make, first.accessToken);
  await revokeTokens(world.make, { refreshToken: first.refreshToken });
  await expect(verifyAccessToken(world.make, first.accessToken)).rejects.toMatchObject({ reason: 'auth.badToken' });
  await verifyAccessToken(world.make, second.accessToken);
});

test('A refresh token works once; when it comes again after its successor was used the whole session ends.', async () => {
  const user = await aMember();
  const first = await issueTokens(world.make, user.member);
  const second = await refreshTokens(world.make, first.refreshToken);
  expect((await verifyAccessToken(world.make, second.accessToken)).actor.id).toBe(user.id);
  const third = await refreshTokens(world.make, second.refreshToken);
  await expect(refreshTokens(world.make, first.refreshToken)).rejects.toMatchObject({ reason: 'auth.badToken' });
  await expect(refreshTokens(world.make, third.refreshToken)).rejects.toMatchObject({ reason: 'auth.badToken' });
  await expect(verifyAccessToken(world.make, second.accessToken)).rejects.toMatchObject({ reason: 'auth.badToken' });
});

test('Parallel uses of one refresh token leave one living pair, and a voided one ends the session.', async () => {
  const user = await aMember();
  const { refreshToken } = await issueTokens(world.make, user.member);
  const pairs = await Promise.all(Array.from({ length: 8 }, () => refreshTokens(world.make, refreshToken)));
  const living = await world.database.prisma.refreshToken.findMany({
    where: { userId: user.id, usedAt: null, revokedAt: null },
  });
  expect(living.map(({ tokenHash }) => tokenHash)).toHaveLength(1);
  const voided = pairs.find((pair) => sha256(pair.refreshToken) !== living[0]?.tokenHash);
  await expect(refreshTokens(world.make, voided?.refreshToken ?? '')).rejects.toMatchObject({
    reason: 'auth.badToken',
  });
  const [kept] = pairs.filter((pair) => sha256(pair.refreshToken) === living[0]?.tokenHash);
  await expect(refreshTokens(world.make, kept?.refreshToken ?? '')).rejects.toMatchObject({ reason: 'auth.badToken' });
});

test('An answer that got lost may be asked for again within ten seconds, and not later.', async () => {
  const user = await aMember();
  const first = await issueTokens(world.make, user.member);
  const lost = await refreshTokens(world.make, first.refreshToken);
  const again = await refreshTokens(world.make, first.refreshToken);
  expect(again.refreshToken).not.toBe(lost.refreshToken);
  const next = await refreshTokens(world.make, again.refreshToken);
  await world.database.prisma.refreshToken.updateMany({
    where: { userId: user.id, usedAt: { not: null } },
    data: { usedAt: new Date(Date.now() - 11_000) },
  });
  await expect(refreshTokens(world.make, again.refreshToken)).rejects.toMatchObject({ reason: 'auth.badToken' });
  await expect(refreshTokens(world.make, next.refreshToken)).rejects.toMatchObject({ reason: 'auth.badToken' });
});

test('Forged, foreign, unsigned and ageless tokens are refused.', async () => {
  const user = await aMember();
  const { accessToken } = await issueTokens(world.make, user.member);
  const claims = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    string | number
  >;
  const { key, keyId } = tokenKey(world.make.runtime, {});
  const nowSec = Math.floor(Date.now() / 1_000);
  const sign = (
    change: Record<string, unknown>,
    header: { alg: string; kid?: string; typ?: string } = { alg: 'HS256', kid: keyId, typ: 'JWT' },
    with_: Uint8Array = key,
  ) => new SignJWT({ ...claims, ...change }).setProtectedHeader(header).sign(with_);
  const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${accessToken.split('.')[1]}.`;
  const tokens = [
    unsigned,
    `${accessToken.slice(0, -4)}AAAA`,
    await sign({}, { alg: 'HS256', kid: keyId, typ: 'JWT' }, Buffer.from('another key another key another key')),
    await sign({}, { alg: 'HS512', kid: keyId, typ: 'JWT' }, Buffer.concat([key, key])),
    await sign({}, { alg: 'HS256', kid: '../../etc/passwd', typ: 'JWT' }),
    await sign({ exp: undefined }),
    await sign({ exp: nowSec - 10 }),
    await sign({ exp: nowSec + 100 * 365 * 86_400, iat: nowSec - 7_200 }),
    await sign({ aud: 'another' }),
    await sign({ typ: 'refresh' }),
    await sign({ org: world.other.organizationId }),
    await sign({ sub: world.admin.id }),
    await sign({ sid: newId() }),
    await sign({ vf: 0 }),
  ];
  for (const token of tokens)
    await expect(verifyAccessToken(world.make, token), token).rejects.toMatchObject({ reason: 'auth.badToken' });
  expect((await verifyAccessToken(world.make, await sign({}))).actor.id).toBe(user.id);
});
