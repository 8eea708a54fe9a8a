import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redrawCards } from '#domain/cards/redraw-cards.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { mergeRecords } from '#domain/merges/merge-records.ts';
import { aContact, aLead } from '#tests/integration/domain/merges/merge-fixtures.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

let world: BotWorld;
let manager: Chatter;
let colleague: Chatter;

beforeAll(async () => {
  world = await createBotWorld();
  manager = await world.join(world.manager);
  colleague = await world.join(world.otherManager, 'ru');
});
afterAll(() => world.close());

/** Two leads of the manager whose people are alike, the second card shown. */
async function twoLeads(names: [string, string], phones: [string, string]) {
  const ctx = world.as(world.manager, 'bot');
  const one = await createLead(ctx, { name: names[0], phone: phones[0] });
  await world.work();
  const other = await createLead(ctx, { name: names[1], phone: phones[1] });
  await world.work();
  return { one, other };
}

const cardOf = async (chatter: Chatter, name: string, button: string) => {
  const card = (await chatter.history()).findLast(
    (seen) => seen.text.includes(name) && seen.buttons.flat().some(({ text }) => text === button),
  );
  if (!card) throw new Error(`No message with ${name} carries ${button}.`);
  return card;
};

describe('a possible duplicate', () => {
  it('is shown on the lead’s card, merged after a look at both, and undone', async () => {
    const { one, other } = await twoLeads(
      ['Anna Preobrazhenskaya', 'Анна Преображенская'],
      ['+79161110001', '+79161110002'],
    );
    const { duplicates, actions } = manager.texts;
    await manager.press(duplicates.show, await cardOf(manager, other.name, duplicates.show));
    const both = await manager.sees('The same person?');
    expect(both.text).toContain('Anna Preobrazhenskaya');
    expect(both.text).toContain('Анна Преображенская');
    expect(both.text).toMatch(/Nearly sure|Likely/);
    expect(both.text).not.toMatch(/0\.\d/);
    expect(both.buttons.flat().map(({ text }) => text)).toEqual(
      expect.arrayContaining([duplicates.same.contact, duplicates.different, duplicates.backToLead, actions.menu]),
    );
    await manager.press(duplicates.same.contact, both);
    const choices = await manager.sees('What stays?');
    await manager.press('Name: Anna Preobrazhenskaya', choices);
    await manager.sees('What stays?');
    await manager.press(duplicates.goOn);
    const confirm = await manager.sees('becomes part of');
    expect(confirm.text).toContain('Name: Анна Преображенская');
    expect(confirm.text).toContain('1 lead');
    await manager.press(duplicates.merge, confirm);
    const merged = await manager.sees('is now part of');
    expect(merged.text).toContain('Can be undone until');
    const people = () =>
      world.database.prisma.contact.findMany({
        where: { id: { in: [one.contact.id, other.contact.id] }, deletedAt: null },
      });
    expect((await people()).map(({ id, name }) => [id, name])).toEqual([[one.contact.id, 'Анна Преображенская']]);

    await manager.press(duplicates.undo, merged);
    await manager.sees('there are two records again');
    expect((await people()).map(({ name }) => name).toSorted()).toEqual([
      'Anna Preobrazhenskaya',
      'Анна Преображенская',
    ]);
  });

  it('that is none is said once and never shown again', async () => {
    const { other } = await twoLeads(
      ['Иван Дубровский-Шереметев', 'Дубровский-Шереметев Ваня'],
      ['+79161110011', '+79161110012'],
    );
    const { duplicates } = manager.texts;
    await manager.press(duplicates.show, await cardOf(manager, other.name, duplicates.show));
    await manager.press(duplicates.different, await manager.sees('The same person?'));
    await manager.sees('these two stay apart');
    await world.work();
    const shown = (await manager.history()).filter(
      (seen) => seen.text.includes('👤') && seen.text.includes('Дубровский-Шереметев'),
    );
    expect(shown.flatMap(({ buttons }) => buttons.flat()).map(({ text }) => text)).not.toContain(duplicates.show);
  });

  it('that was changed between the look and the tap is not merged by what was seen', async () => {
    const { other, one } = await twoLeads(
      ['Лаврентий Серебряников', 'Lavrenty Serebryanikov'],
      ['+79161110021', '+79161110022'],
    );
    const { duplicates, errors } = manager.texts;
    await manager.press(duplicates.show, await cardOf(manager, other.name, duplicates.show));
    await manager.press(duplicates.same.contact, await manager.sees('The same person?'));
    await manager.press(duplicates.goOn);
    const confirm = await manager.sees('becomes part of');
    await world.database.prisma.contact.update({ where: { id: one.contact.id }, data: { version: { increment: 1 } } });
    await manager.press(duplicates.merge, confirm);
    await manager.sees(errors.reasons['contact.changedMeanwhile']({}));
    expect(await world.database.prisma.merge.count({ where: { survivorId: one.contact.id } })).toBe(0);
  });
});

describe('a merge by somebody else', () => {
  it('comes to the owners as a card with an undo, and the merged lead’s card leads to what it is now', async () => {
    const own = await aContact(world, { name: 'Mine' });
    const theirs = await aContact(world, { name: 'Чужой', ownerId: world.otherManager.id });
    const [kept, gone] = [
      await aLead(world, { contactId: own, name: 'Kept lead' }),
      await aLead(world, { contactId: theirs, name: 'Ушедший лид', ownerId: world.otherManager.id }),
    ];
    await redrawCards(world.system(), { kind: 'lead', subjectId: gone });
    await mergeRecords(world.as(world.admin), { record: 'lead', survivorId: kept, mergedId: gone });
    await world.work();
    const told = await manager.sees('Ушедший лид is now part of Kept lead');
    expect(told.buttons.flat().map(({ text }) => text)).toContain(manager.texts.duplicates.undo);
    await colleague.sees('Этот лид теперь часть лида Kept lead');
    const theirCard = await cardOf(colleague, 'теперь часть записи', colleague.texts.duplicates.undo);
    await colleague.press(colleague.texts.duplicates.undo, theirCard);
    await colleague.sees('снова две записи');
    await world.work();
    expect(await world.database.prisma.lead.findUniqueOrThrow({ where: { id: gone } })).toMatchObject({
      deletedAt: null,
    });
  });

  it('that something was changed after says so, and can be undone with the changes kept', async () => {
    const [one, other] = [await aContact(world, { name: 'First' }), await aContact(world, { name: 'Second' })];
    await mergeRecords(world.as(world.admin), { record: 'contact', survivorId: one, mergedId: other });
    await world.work();
    const { duplicates } = manager.texts;
    const card = await manager.sees('Second is now part of First');
    await world.database.prisma.contact.update({
      where: { id: one },
      data: { position: 'Boss', version: { increment: 1 } },
    });
    await manager.press(duplicates.undo, card);
    await manager.sees('Changed since the merge: person');
    await manager.press(duplicates.undoAnyway);
    await manager.sees('there are two records again');
    expect(await world.database.prisma.contact.findUniqueOrThrow({ where: { id: one } })).toMatchObject({
      position: 'Boss',
    });
  });
});
