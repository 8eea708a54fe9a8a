import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProviderError } from '#platform/errors.ts';
import { listAudit } from '#domain/audit/list-audit.ts';
import { getOrganization } from '#domain/organizations/get-organization.ts';
import { updateOrganization } from '#domain/organizations/update-organization.ts';
import type { Llm } from '#domain/ports/llm.ts';
import { disableReportChannel } from '#domain/settings/disable-report-channel.ts';
import { provideEnvironmentSettings } from '#domain/settings/environment-settings.ts';
import { getSettings } from '#domain/settings/get-settings.ts';
import { listReportChannels } from '#domain/settings/list-report-channels.ts';
import { putSetting } from '#domain/settings/put-setting.ts';
import { readServiceConfig } from '#domain/settings/read-service-config.ts';
import { removeSetting } from '#domain/settings/remove-setting.ts';
import { setReportChannel } from '#domain/settings/set-report-channel.ts';
import { testSetting } from '#domain/settings/test-setting.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const llm: Llm = {
  engine: 'test',
  analyzeCall: () => Promise.reject(new Error('not asked')),
  draftReply: () => Promise.reject(new Error('not asked')),
  test: () => Promise.reject(new ProviderError('openai', 'permanent', 'unauthorized', 'The key was refused.')),
};
let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld({ ports: { llm: async () => llm } });
});
afterAll(() => world.close());

const secret = 'key_live_0123456789abcdef';

test('A secret is stored encrypted, shown only by its last characters, and opens for the composition root.', async () => {
  const ctx = world.as(world.admin);
  const view = await putSetting(ctx, {
    key: 'retell',
    values: { apiKey: secret, fromNumber: '+14155550100', agentId: 'agent_1' },
  });
  expect(view).toMatchObject({
    configured: true,
    source: 'organization',
    values: { fromNumber: '+14155550100', agentId: 'agent_1' },
    secrets: { apiKey: { set: true, hint: '…cdef' } },
  });
  expect(JSON.stringify([view, await getSettings(ctx)])).not.toContain(secret);
  const row = await world.database.prisma.setting.findFirst({
    where: { organizationId: world.organizationId, key: 'retell' },
  });
  expect(JSON.stringify(row)).not.toContain(secret);
  expect(JSON.stringify((await listAudit(ctx)).items)).not.toContain(secret);
  expect(await readServiceConfig(world.system(), 'retell')).toMatchObject({ apiKey: secret, agentId: 'agent_1' });
});

test('A sealed secret that was moved to another organization does not open there.', async () => {
  const row = await world.database.prisma.setting.findFirstOrThrow({
    where: { organizationId: world.organizationId, key: 'retell' },
  });
  await world.database.prisma.setting.create({
    data: {
      organizationId: world.other.organizationId,
      key: 'retell',
      values: row.values ?? {},
      secrets: row.secrets ?? {},
    },
  });
  await expect(readServiceConfig(world.system(world.other.organizationId), 'retell')).rejects.toThrow(
    /authenticate|decrypt/i,
  );
});

test('A later change keeps the secret that it does not name, and parallel changes are both kept.', async () => {
  const ctx = world.as(world.admin);
  await Promise.all([
    putSetting(ctx, { key: 'retell', values: { agentId: 'agent_2' } }),
    putSetting(ctx, { key: 'retell', values: { fromNumber: '+14155550101' } }),
  ]);
  expect(await readServiceConfig(world.system(), 'retell')).toMatchObject({
    apiKey: secret,
    agentId: 'agent_2',
    fromNumber: '+14155550101',
  });
});

test('Values that the service does not have, or that are not valid, are refused by field.', async () => {
  const ctx = world.as(world.admin);
  const refused = [
    { key: 'retell', values: { fromNumber: 'abc' } },
    { key: 'retell', values: { apiKey: null } },
    { key: 'retell', values: { isAdmin: 'true' } },
    { key: 'openai', values: { apiKey: 'sk-1', baseUrl: 'file:///etc/passwd' } },
    { key: 'telegram', values: { botToken: 'not a token' } },
  ] as const;
  for (const input of refused)
    await expect(putSetting(ctx, input), JSON.stringify(input)).rejects.toMatchObject({ reason: 'input.invalid' });
  await expect(putSetting(ctx, { key: 'payroll' as 'retell', values: {} })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
});

test('A connection test answers with the failure in a sentence, and says when nothing is connected.', async () => {
  const ctx = world.as(world.admin);
  expect(await testSetting(ctx, { key: 'openai' })).toEqual({ ok: false, message: 'The key was refused.' });
  expect(await testSetting(ctx, { key: 'telegram' })).toMatchObject({ ok: false });
});

test('The default organization shows what the environment connects, and its own setting wins.', async () => {
  const { organizationId } = world.other;
  await world.database.prisma.organization.update({ where: { id: organizationId }, data: { isDefault: true } });
  provideEnvironmentSettings(world.make.runtime, {
    openai: { values: { kind: 'openai' }, secrets: { apiKey: { hint: '…9999' } } },
  });
  const ctx = world.as(world.other.admin);
  const openai = async () => (await getSettings(ctx)).find((setting) => setting.key === 'openai');
  expect(await openai()).toMatchObject({
    source: 'environment',
    configured: true,
    secrets: { apiKey: { set: true, hint: '…9999' } },
  });
  expect((await getSettings(world.as(world.admin))).find((setting) => setting.key === 'openai')).toMatchObject({
    source: 'none',
    configured: false,
  });
  await putSetting(ctx, { key: 'openai', values: { apiKey: 'sk-organization-0000001', kind: 'openrouter' } });
  expect(await openai()).toMatchObject({ source: 'organization', values: { kind: 'openrouter' } });
  await removeSetting(ctx, { key: 'openai' });
  expect(await openai()).toMatchObject({ source: 'environment' });
});

test('The policy of an organization changes by valid values only, and only for itself.', async () => {
  const ctx = world.as(world.admin);
  expect(await updateOrganization(ctx, { ownApprovalAllowed: true, allowedCountries: ['ru', 'KZ'] })).toMatchObject({
    ownApprovalAllowed: true,
    allowedCountries: ['RU', 'KZ'],
  });
  await expect(updateOrganization(ctx, { callingFromMinute: 1_300 })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
  await expect(updateOrganization(ctx, { timeZone: 'Mars/Olympus' })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
  expect((await getOrganization(ctx)).callingFromMinute).toBe(540);
  expect((await getOrganization(world.as(world.other.admin))).ownApprovalAllowed).toBe(false);
});

test('A chat becomes a report channel once, and can be switched off and on.', async () => {
  const ctx = world.as(world.admin);
  const input = { chatId: '-1001234567890', title: 'Team', language: 'ru' } as const;
  const [first, second] = await Promise.all([
    setReportChannel(ctx, input),
    setReportChannel(ctx, { ...input, title: 'Team 2' }),
  ]);
  expect(second.id).toBe(first.id);
  expect(first.personalData).toBe(false);
  await disableReportChannel(ctx, { reportChannelId: first.id });
  expect(await listReportChannels(ctx)).toEqual([]);
  expect(await setReportChannel(ctx, { ...input, personalData: true })).toMatchObject({
    id: first.id,
    personalData: true,
    disabledAt: null,
  });
  expect(await listReportChannels(world.as(world.other.admin))).toEqual([]);
  await expect(disableReportChannel(world.as(world.other.admin), { reportChannelId: first.id })).rejects.toMatchObject({
    reason: 'reportChannel.notFound',
  });
});

test('Settings are neither read nor changed without the permission.', async () => {
  for (const user of [world.manager, world.analyst]) {
    const ctx = world.as(user);
    const attempts = [
      () => getSettings(ctx),
      () => putSetting(ctx, { key: 'openai', values: { apiKey: 'x' } }),
      () => testSetting(ctx, { key: 'openai' }),
      () => removeSetting(ctx, { key: 'openai' }),
      () => updateOrganization(ctx, { name: 'x' }),
      () => setReportChannel(ctx, { chatId: '-1', title: 'x', language: 'ru' }),
      () => listReportChannels(ctx),
      () => listAudit(ctx),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ reason: 'permission.missing' });
  }
});
