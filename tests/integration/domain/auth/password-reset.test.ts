import { afterAll, beforeAll, expect, test } from 'vitest';
import { authenticate } from '#domain/auth/authenticate.ts';
import { confirmPasswordReset } from '#domain/auth/confirm-password-reset.ts';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import { refreshTokens } from '#domain/auth/refresh-tokens.ts';
import { requestPasswordReset } from '#domain/auth/request-password-reset.ts';
import { verifyAccessToken } from '#domain/auth/verify-access-token.ts';
import { AppError } from '#platform/errors.ts';
import { sha256 } from '#platform/hashing.ts';
import { sendPasswordResetJob } from '#jobs/emails/send-password-reset.job.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createFakeMailer } from '#tests/support/fakes/fake-mailer.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const mailer = createFakeMailer();
let isConnected = true;
let world: TestWorld;
beforeAll(async () => {
  const accountMailer = async () => {
    if (isConnected) return mailer;
    throw new AppError('service_not_connected', 'service.notConnected', 'E-mail is not connected.');
  };
  world = await createTestWorld({ planEffects, ports: { accountMailer } });
});
afterAll(() => world.close());

const password = 'a quite new password';

/** Asks for a link and waits until what the answer does not wait for is done. */
async function ask(input: { email: string; ip: string }): Promise<void> {
  const { asked } = await requestPasswordReset(world.make, input);
  await asked;
}

/** Asks for a link and takes its token out of the mail. */
async function tokenFor(userId: string, ip = userId): Promise<string> {
  const { email } = await world.database.prisma.user.findUniqueOrThrow({ where: { id: userId } });
  await ask({ email: ` ${String(email).toUpperCase()} `, ip });
  await world.drain([sendPasswordResetJob]);
  const mail = mailer.sent.at(-1);
  expect(mail?.to).toEqual([email]);
  return /#([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? 'no token in the mail';
}

test('A link sets a new password once, ends every session, and we keep only its hash.', async () => {
  const { id } = world.manager;
  const session = await issueTokens(world.make, { userId: id, organizationId: world.organizationId });
  await verifyAccessToken(world.make, session.accessToken);
  const token = await tokenFor(id);
  expect(token).toHaveLength(43);
  expect(mailer.sent.at(-1)?.text).toContain('http://localhost:8080/reset-password#');
  const rows = await world.database.prisma.passwordReset.findMany({ where: { userId: id } });
  expect(rows.map(({ tokenHash }) => tokenHash)).toEqual([sha256(token)]);
  await confirmPasswordReset(world.make, { token, password });
  const { email } = await world.database.prisma.user.findUniqueOrThrow({ where: { id } });
  expect((await authenticate(world.make, { email: String(email), password })).user.id).toBe(id);
  await expect(verifyAccessToken(world.make, session.accessToken)).rejects.toMatchObject({ reason: 'auth.badToken' });
  await expect(refreshTokens(world.make, session.refreshToken)).rejects.toMatchObject({ reason: 'auth.badToken' });
  await expect(confirmPasswordReset(world.make, { token, password })).rejects.toMatchObject({
    reason: 'auth.badResetLink',
  });
});

test('Using one link ends the others, a link of 15 minutes ago is dead, and a made-up one is refused alike.', async () => {
  const { id } = world.approver;
  const first = await tokenFor(id);
  const second = await tokenFor(id);
  await confirmPasswordReset(world.make, { token: second, password });
  const old = await tokenFor(id, 'elsewhere');
  await world.database.prisma.passwordReset.updateMany({
    where: { tokenHash: sha256(old) },
    data: { expiresAt: new Date(Date.now() - 1) },
  });
  for (const token of [first, old, 'A'.repeat(43)])
    await expect(confirmPasswordReset(world.make, { token, password })).rejects.toMatchObject({
      code: 'unauthenticated',
      reason: 'auth.badResetLink',
    });
});

test('Of eight uses of one link at the same moment exactly one sets its password.', async () => {
  const token = await tokenFor(world.analyst.id);
  const tries = Array.from({ length: 8 }, (_, number) =>
    confirmPasswordReset(world.make, { token, password: `${password} ${number}` }),
  );
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('Known and unknown addresses take as long, and nobody can flood a person with mails.', async () => {
  const timeOf = async (email: string, ip: string) => {
    const startedMs = performance.now();
    const { asked } = await requestPasswordReset(world.make, { email, ip });
    const tookMs = performance.now() - startedMs;
    await asked;
    return tookMs;
  };
  const { email } = await world.database.prisma.user.findUniqueOrThrow({ where: { id: world.secondApprover.id } });
  const before = mailer.sent.length;
  const times = await Promise.all([
    ...Array.from({ length: 6 }, (_, number) => timeOf(String(email), `10.0.0.${number}`)),
    timeOf('nobody@example.test', '10.0.1.1'),
  ]);
  for (const time of times) expect(time).toBeGreaterThanOrEqual(195);
  await world.drain([sendPasswordResetJob]);
  await ask({ email: String(email), ip: '10.0.2.1' });
  await world.drain([sendPasswordResetJob]);
  expect(mailer.sent.length - before).toBe(3);
  const perAddress = mailer.sent.length;
  for (let count = 0; count < 5; count += 1) await ask({ email: 'anna.nowhere@example.test', ip: '10.0.3.1' });
  expect(mailer.sent).toHaveLength(perAddress);
});

test('Without a mail server the answer is the same, and the work ends without a link.', async () => {
  isConnected = false;
  await ask({ email: 'admin.own@example.test', ip: '10.0.4.1' });
  await world.drain([sendPasswordResetJob]);
  expect(await world.database.prisma.passwordReset.count({ where: { userId: world.admin.id } })).toBe(0);
  expect(await world.database.prisma.effect.count({ where: { kind: 'send-password-reset', state: 'parked' } })).toBe(0);
});
