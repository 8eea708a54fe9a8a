import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLead } from '#domain/leads/create-lead.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { ProviderError } from '#platform/errors.ts';
import type { CardToDraw, Messenger } from '#domain/ports/messenger.ts';
import { newId } from '#platform/ids.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

let world: BotWorld;
let manager: Chatter;
let messenger: Messenger;

beforeAll(async () => {
  world = await createBotWorld();
  manager = await world.join(world.manager);
  messenger = await world.bots.messengerFor(world.organizationId);
});
afterAll(() => world.close());

async function leadCard(name: string): Promise<CardToDraw & { subjectId: string }> {
  const lead = await createLead(world.as(world.manager), { name });
  return {
    id: newId(),
    kind: 'lead',
    subjectId: lead.id,
    userId: world.manager.id,
    chatId: BigInt(manager.user.id),
    threadId: null,
    messageId: null,
    contentHash: null,
  };
}

const calls = async (method: string) => (await world.sim.outbox({})).filter((call) => call.method === method).length;

describe('a card', () => {
  it('is sent once, not touched while nothing changed, and edited when it did', async () => {
    const card = await leadCard('Card One');
    const sent = await messenger.drawCard(world.system(), card);
    const before = [await calls('sendMessage'), await calls('editMessageText')];
    expect(await messenger.drawCard(world.system(), { ...card, ...sent })).toEqual(sent);
    expect([await calls('sendMessage'), await calls('editMessageText')]).toEqual(before);
    await updateLead(world.as(world.manager), { leadId: card.subjectId, name: 'Card Renamed' });
    const edited = await messenger.drawCard(world.system(), { ...card, ...sent });
    expect(edited.messageId).toBe(sent.messageId);
    expect(edited.contentHash).not.toBe(sent.contentHash);
    expect((await manager.history()).find((message) => message.messageId === sent.messageId)?.text).toContain(
      'Card Renamed',
    );
  });

  it('that the person deleted is sent anew', async () => {
    const card = await leadCard('Card Two');
    const sent = await messenger.drawCard(world.system(), card);
    await world.sim.deleteMessage(manager.user, manager.chat, sent.messageId);
    const again = await messenger.drawCard(world.system(), {
      ...card,
      messageId: sent.messageId,
      contentHash: 'older',
    });
    expect(again.messageId).toBeGreaterThan(sent.messageId);
  });

  it('with an unchanged text is no failure when only its remembered hash is old', async () => {
    const card = await leadCard('Card Three');
    const sent = await messenger.drawCard(world.system(), card);
    expect(await messenger.drawCard(world.system(), { ...card, ...sent, contentHash: 'older' })).toEqual(sent);
  });

  it('that is asked anew comes as a new message and takes the old one away', async () => {
    const card = await leadCard('Card Four');
    const sent = await messenger.drawCard(world.system(), card);
    const again = await messenger.drawCard(world.system(), { ...card, ...sent }, undefined, { anew: true });
    expect(again.messageId).toBeGreaterThan(sent.messageId);
    const shown = (await manager.history()).map((message) => message.messageId);
    expect(shown).toContain(again.messageId);
    expect(shown).not.toContain(sent.messageId);
  });

  it('that is too old to be deleted loses its content and buttons when it is asked anew', async () => {
    const card = await leadCard('Card Five');
    const sent = await messenger.drawCard(world.system(), card);
    await world.sim.advanceClock(49 * 3_600_000);
    await messenger.drawCard(world.system(), { ...card, ...sent }, undefined, { anew: true });
    const old = (await manager.history()).find((message) => message.messageId === sent.messageId);
    expect(old).toMatchObject({ text: manager.texts.actions.shownAgain, buttons: [] });
  });

  it('that no longer concerns its reader is taken away, also when it is gone already', async () => {
    const card = await leadCard('Card Six');
    const sent = await messenger.drawCard(world.system(), card);
    await messenger.closeCard(world.system(), { ...card, ...sent });
    expect((await manager.history()).map((message) => message.messageId)).not.toContain(sent.messageId);
    await messenger.closeCard(world.system(), { ...card, ...sent });
  });

  it('shows names as they were written, also when they look like markup', async () => {
    const sent = await messenger.drawCard(world.system(), await leadCard('<b>& "Co" </i>'));
    expect((await manager.history()).find((message) => message.messageId === sent.messageId)?.text).toContain(
      '<b>& "Co" </i>',
    );
  });
});

describe('what cannot be delivered', () => {
  it('is final when the person stopped the bot', async () => {
    const client = await world.stranger('Leaver');
    await client.write('/start');
    await world.sim.block(client.user, 'flow_test_bot');
    const failure = await messenger
      .deliver({ chatId: BigInt(client.user.id), text: 'Hi' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProviderError);
    expect(failure).toMatchObject({ kind: 'permanent', detail: 'blocked' });
  });

  it('leads to a link that opens this bot', async () => {
    expect(await messenger.startLink('abc')).toBe('https://t.me/flow_test_bot?start=abc');
    expect(await messenger.test()).toMatchObject({ ok: true, message: '@flow_test_bot' });
  });
});
