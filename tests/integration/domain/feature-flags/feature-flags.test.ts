import { afterAll, beforeAll, expect, test } from 'vitest';
import { receiveClientMessage } from '#domain/conversations/receive-client-message.ts';
import { requestDraft } from '#domain/drafts/request-draft.ts';
import { listFeatureFlags } from '#domain/feature-flags/list-feature-flags.ts';
import { setFeatureFlag } from '#domain/feature-flags/set-feature-flag.ts';
import { requestDraftJob } from '#jobs/drafts/request-draft.job.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld({ planEffects });
});
afterAll(() => world.close());

const drafts = () => world.system().db.draft.count();
let messages = 0;
async function aClientWrites(): Promise<string> {
  messages += 1;
  const { conversationId } = await receiveClientMessage(world.system(), {
    externalChatId: 'bot:1:77',
    externalMessageId: String(messages),
    telegramUserId: '77',
    firstName: 'Мария',
    text: `Сколько стоит тест-драйв номер ${messages}?`,
    sentAt: new Date(),
  });
  return conversationId;
}

test('with drafts switched off none is proposed, but who asks for one gets it', async () => {
  const conversationId = await aClientWrites();
  await world.drain([requestDraftJob]);
  expect(await drafts()).toBe(1);
  await setFeatureFlag(world.as(world.admin), { key: 'aiDrafts', enabled: false });
  await aClientWrites();
  await world.drain([requestDraftJob]);
  expect(await drafts()).toBe(1);
  await requestDraft(world.as(world.admin), { conversationId });
  expect(await drafts()).toBe(2);
});

test('a switch counts in its own organization only, is kept with who set it, and needs the right', async () => {
  const view = await setFeatureFlag(world.as(world.admin), { key: 'aiDrafts', enabled: false });
  expect(view).toMatchObject({ key: 'aiDrafts', enabled: false, default: true, updatedAt: expect.any(Date) });
  expect(await listFeatureFlags(world.as(world.other.admin))).toMatchObject([
    { key: 'aiDrafts', enabled: true, updatedAt: null },
    { key: 'outgoingWebhooks', enabled: true },
  ]);
  await expect(setFeatureFlag(world.as(world.manager), { key: 'aiDrafts', enabled: true })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  const audits = await world.system().db.auditEntry.count({
    where: { action: 'featureFlag.set', actorId: world.admin.id },
  });
  expect(audits).toBe(2);
});
