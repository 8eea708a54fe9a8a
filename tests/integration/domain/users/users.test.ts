import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Messenger } from '#domain/ports/messenger.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { acceptInvite } from '#domain/users/accept-invite.ts';
import { createUser } from '#domain/users/create-user.ts';
import { disableUser } from '#domain/users/disable-user.ts';
import { findUserByTelegram } from '#domain/users/find-user-by-telegram.ts';
import { getUser } from '#domain/users/get-user.ts';
import { inviteUser } from '#domain/users/invite-user.ts';
import { listApprovers } from '#domain/users/list-approvers.ts';
import { listUsers } from '#domain/users/list-users.ts';
import { markTelegramBlocked } from '#domain/users/mark-telegram-blocked.ts';
import { setLanguage } from '#domain/users/set-language.ts';
import { setUserPermissions } from '#domain/users/set-user-permissions.ts';
import { updateUser } from '#domain/users/update-user.ts';
import { createMovingClock } from '#tests/support/moving-clock.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const messenger: Messenger = {
  drawCard: async () => ({ messageId: 1, contentHash: '' }),
  closeCard: async () => undefined,
  editDelivered: async () => undefined,
  deleteDelivered: async () => undefined,
  download: async () => ({ bytes: new Uint8Array([1]), fileName: 'file' }),
  deliver: async () => ({ externalMessageId: '1' }),
  sendDigest: async () => ({ messageId: 1, contentHash: '' }),
  showCommands: async () => undefined,
  startLink: async (code) => `https://t.me/test_bot?start=${code}`,
  test: async () => ({ ok: true, message: 'ok' }),
};
const clock = createMovingClock();
let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld({ ports: { messenger: async () => messenger }, clock });
});
afterAll(() => world.close());

let telegramId = 1_000;
const account = () => {
  telegramId += 1;
  return {
    telegramUserId: String(telegramId),
    telegramChatId: String(telegramId),
    telegramUsername: `user${telegramId}`,
    languageCode: 'en-GB',
  };
};

test('An invite link binds a Telegram account to its member once, in the language of the account.', async () => {
  const user = await createUser(world.as(world.admin), { name: 'Invited', role: 'manager' });
  const invite = await inviteUser(world.as(world.admin), { userId: user.id });
  expect(invite.inviteUrl).toBe(`https://t.me/test_bot?start=${invite.code}`);
  expect(invite.code).toMatch(/^[A-Za-z0-9_-]{20,64}$/);
  const who = account();
  const joined = await acceptInvite(world.system(), { code: invite.code, ...who });
  expect(joined).toMatchObject({
    id: user.id,
    language: 'en',
    telegram: { userId: who.telegramUserId, username: who.telegramUsername },
  });
  expect((await findUserByTelegram(world.system(), who.telegramUserId))?.id).toBe(user.id);
  expect((await acceptInvite(world.system(), { code: invite.code, ...who })).id).toBe(user.id);
  await expect(acceptInvite(world.system(), { code: invite.code, ...account() })).rejects.toMatchObject({
    reason: 'invite.used',
  });
});

test('Twenty accounts that open one invite at once bind one of them.', async () => {
  const user = await createUser(world.as(world.admin), { name: 'Raced', role: 'manager' });
  const { code } = await inviteUser(world.as(world.admin), { userId: user.id });
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () => acceptInvite(world.system(), { code, ...account() })),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

test('Unknown, expired, replaced and foreign invites are refused with their reason.', async () => {
  const user = await createUser(world.as(world.admin), { name: 'Late', role: 'manager' });
  const first = await inviteUser(world.as(world.admin), { userId: user.id });
  const second = await inviteUser(world.as(world.admin), { userId: user.id });
  await expect(acceptInvite(world.system(), { code: first.code, ...account() })).rejects.toMatchObject({
    reason: 'invite.expired',
  });
  await expect(acceptInvite(world.system(), { code: 'made-up', ...account() })).rejects.toMatchObject({
    reason: 'invite.invalid',
  });
  await expect(
    acceptInvite(world.system(world.other.organizationId), { code: second.code, ...account() }),
  ).rejects.toMatchObject({ reason: 'invite.invalid' });
  clock.advance(73 * 3_600_000);
  await expect(acceptInvite(world.system(), { code: second.code, ...account() })).rejects.toMatchObject({
    reason: 'invite.expired',
  });
});

test('A Telegram account belongs to one member only.', async () => {
  const who = account();
  const [first, second] = await Promise.all(
    ['A', 'B'].map((name) => createUser(world.as(world.admin), { name, role: 'manager' })),
  );
  const invites = await Promise.all(
    [first, second].map((user) => inviteUser(world.as(world.admin), { userId: user?.id ?? '' })),
  );
  const results = await Promise.allSettled(invites.map(({ code }) => acceptInvite(world.system(), { code, ...who })));
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  expect(refused).toEqual([expect.objectContaining({ reason: 'telegram.alreadyBound' })]);
});

test('A dismissed member is not found by Telegram, loses their open leads to the heir and keeps their history.', async () => {
  const leaver = await createUser(world.as(world.admin), { name: 'Leaver', role: 'manager' });
  const { code } = await inviteUser(world.as(world.admin), { userId: leaver.id });
  const who = account();
  await acceptInvite(world.system(), { code, ...who });
  const lead = await createLead(world.as(world.admin), { name: 'Handed over', ownerId: leaver.id });
  const gone = await disableUser(world.as(world.admin), { userId: leaver.id, handOverToId: world.otherManager.id });
  expect(gone.disabledAt).toBeInstanceOf(Date);
  expect(await findUserByTelegram(world.system(), who.telegramUserId)).toBeNull();
  expect((await getLead(world.as(world.otherManager), { leadId: lead.id })).owner?.id).toBe(world.otherManager.id);
  expect((await getUser(world.as(world.admin), { userId: leaver.id })).name).toBe('Leaver');
  expect((await listUsers(world.as(world.admin), { limit: 100 })).items.map((user) => user.id)).not.toContain(
    leaver.id,
  );
});

test('The last admin stays one, also when two admins remove each other at once.', async () => {
  const there = world.other;
  await expect(disableUser(world.as(there.admin), { userId: there.admin.id })).rejects.toMatchObject({
    reason: 'user.lastAdmin',
  });
  const second = await createUser(world.as(there.admin), { name: 'Second admin', role: 'admin' });
  const actor = { kind: 'user', id: second.id, name: second.name, role: 'admin', permissions: [] } as const;
  const asSecond = world.make({ organizationId: there.organizationId, actor, door: 'api' });
  const results = await Promise.allSettled([
    updateUser(world.as(there.admin), { userId: second.id, role: 'manager' }),
    updateUser(asSecond, { userId: there.admin.id, role: 'manager' }),
  ]);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect(
    await world.database.prisma.user.count({
      where: { organizationId: there.organizationId, role: 'admin', disabledAt: null },
    }),
  ).toBe(1);
});

test('Nobody grants more than they have: a member who may write users makes no admin and grants nothing they lack.', async () => {
  const clerk = { ...world.approver, permissions: [...world.approver.permissions, 'users.write'] };
  const ctx = world.as(clerk);
  await expect(createUser(ctx, { name: 'Mine', role: 'admin' })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await expect(createUser(ctx, { name: 'Mine', role: 'analyst' })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await expect(
    setUserPermissions(ctx, { userId: world.manager.id, permissions: ['settings.write'] }),
  ).rejects.toMatchObject({ params: { permission: 'settings.write' } });
  await expect(updateUser(ctx, { userId: world.admin.id, password: 'taken over 123' })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await expect(inviteUser(ctx, { userId: world.admin.id })).rejects.toMatchObject({ reason: 'permission.missing' });
  expect(
    (await createUser(ctx, { name: 'Fine', role: 'manager', permissions: ['calls.approve'] })).permissions,
  ).toEqual(['calls.approve']);
});

test('An address in use is refused for new and for changed members, and a stale change is refused.', async () => {
  const admin = world.as(world.admin);
  const user = await createUser(admin, { name: 'First', email: 'First@Example.test', role: 'analyst' });
  expect(user.email).toBe('first@example.test');
  await expect(
    createUser(world.as(world.other.admin), { name: 'Copy', email: 'first@example.test', role: 'analyst' }),
  ).rejects.toMatchObject({ reason: 'auth.emailTaken' });
  await expect(updateUser(admin, { userId: world.analyst.id, email: 'first@example.test' })).rejects.toMatchObject({
    reason: 'auth.emailTaken',
  });
  await updateUser(admin, { userId: user.id, name: 'Second', version: user.version });
  await expect(updateUser(admin, { userId: user.id, name: 'Third', version: user.version })).rejects.toMatchObject({
    reason: 'user.changedMeanwhile',
  });
});

test('Approvers are admins and members with the permission, without disabled ones.', async () => {
  const ids = (await listApprovers(world.system())).map((user) => user.id);
  expect(ids).toEqual(expect.arrayContaining([world.admin.id, world.approver.id, world.secondApprover.id]));
  expect(ids).not.toContain(world.manager.id);
  await setUserPermissions(world.as(world.admin), { userId: world.secondApprover.id, permissions: [] });
  expect((await listApprovers(world.system())).map((user) => user.id)).not.toContain(world.secondApprover.id);
});

test('A member who blocks the bot is known to have, and speaks the language they choose.', async () => {
  const user = await createUser(world.as(world.admin), { name: 'Blocker', role: 'manager' });
  const { code } = await inviteUser(world.as(world.admin), { userId: user.id });
  const who = account();
  await acceptInvite(world.system(), { code, ...who });
  await markTelegramBlocked(world.system(), { telegramUserId: who.telegramUserId, blocked: true });
  expect(await world.database.prisma.user.findUnique({ where: { id: user.id } })).toMatchObject({
    telegramBlocked: true,
  });
  const self = world.make({
    organizationId: world.organizationId,
    actor: { kind: 'user', id: user.id, name: 'x', role: 'manager', permissions: [] },
    door: 'bot',
  });
  expect((await setLanguage(self, { language: 'ru' })).language).toBe('ru');
  await expect(markTelegramBlocked(self, { telegramUserId: who.telegramUserId, blocked: false })).rejects.toMatchObject(
    { reason: 'permission.missing' },
  );
});

test('Members are not seen or changed from another organization, and not by who only reads.', async () => {
  const foreign = world.as(world.other.admin);
  await expect(getUser(foreign, { userId: world.manager.id })).rejects.toMatchObject({ reason: 'user.notFound' });
  await expect(updateUser(foreign, { userId: world.manager.id, name: 'x' })).rejects.toMatchObject({
    reason: 'user.notFound',
  });
  await expect(disableUser(foreign, { userId: world.manager.id })).rejects.toMatchObject({ reason: 'user.notFound' });
  await expect(inviteUser(foreign, { userId: world.manager.id })).rejects.toMatchObject({ reason: 'user.notFound' });
  const reader = world.as(world.analyst);
  await expect(createUser(reader, { name: 'x', role: 'analyst' })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await expect(updateUser(reader, { userId: world.manager.id, name: 'x' })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await expect(disableUser(reader, { userId: world.manager.id })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await expect(inviteUser(reader, { userId: world.manager.id })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
});
