import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLead } from '#domain/leads/create-lead.ts';
import { listDeals } from '#domain/deals/list-deals.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

let world: BotWorld;
let manager: Chatter;
let colleague: Chatter;
let admin: Chatter;

beforeAll(async () => {
  world = await createBotWorld();
  manager = await world.join(world.manager, 'ru');
  colleague = await world.join(world.otherManager, 'en');
  admin = await world.join(world.admin, 'en');
});
afterAll(() => world.close());
// Each test begins with an unfiltered list.
beforeEach(() => world.database.prisma.formDraft.deleteMany({ where: { form: 'list:leads' } }));

/** A lead that came in and that nobody has taken. */
async function incoming(name: string, ownerId: string | null = null) {
  const lead = await createLead(world.system(), { name, phone: '+7 916 555-00-01', source: 'site' });
  await world.database.prisma.lead.update({ where: { id: lead.id }, data: { ownerId, takenAt: null } });
  await world.work();
  return lead;
}

const leadRow = (id: string) => world.database.prisma.lead.findUniqueOrThrow({ where: { id } });

async function openFromList(person: Chatter, name: string, view: string) {
  const { leads } = person.texts;
  await person.write('/leads');
  await person.press(leads.filter);
  await person.press(view);
  const label = (await person.history())
    .flatMap((message) => message.buttons.flat())
    .map((button) => button.text)
    .findLast((text) => text.includes(name));
  await person.press(label ?? name);
}

describe('a lead that waits to be taken', () => {
  it('is found by its filter, and whoever says "mine" first has it; the other one is told who', async () => {
    const lead = await incoming('Ожидающий Лид');
    await openFromList(manager, 'Ожидающий', manager.texts.leads.views.notTaken);
    await openFromList(colleague, 'Ожидающий', colleague.texts.leads.views.notTaken);
    await manager.press(manager.texts.leads.take);
    await manager.sees(world.manager.name);
    expect(await leadRow(lead.id)).toMatchObject({ ownerId: world.manager.id, takenAt: expect.any(Date) });
    await colleague.press(colleague.texts.leads.take);
    await colleague.sees(world.manager.name);
    expect((await leadRow(lead.id)).ownerId).toBe(world.manager.id);
  });

  it('can be put aside as spam and brought back', async () => {
    const lead = await incoming('Спам Спамов');
    await openFromList(manager, 'Спам Спамов', manager.texts.leads.views.notTaken);
    await manager.press(manager.texts.leads.putAside);
    await manager.sees(manager.texts.leads.isSpam);
    expect((await leadRow(lead.id)).spamAt).not.toBeNull();
    await manager.press(manager.texts.leads.bringBack);
    await manager.sees(manager.texts.leads.nextSteps.call);
    expect((await leadRow(lead.id)).spamAt).toBeNull();
  });

  it('can be given to a colleague', async () => {
    const lead = await incoming('Передаваемый Лид');
    await openFromList(admin, 'Передаваемый', admin.texts.leads.views.notTaken);
    await admin.press(admin.texts.leads.assign);
    await admin.press(world.otherManager.name);
    await admin.sees('Передаваемый Лид is now with');
    expect((await leadRow(lead.id)).ownerId).toBe(world.otherManager.id);
  });
});

describe('a lead in work', () => {
  it('is asked for what its next stage needs, one field after the other, and then moves', async () => {
    const stage = await world.database.prisma.stage.update({
      where: { id: world.stageIds[1] },
      data: { requiredFields: ['email', 'companyName'] },
    });
    const lead = await createLead(world.as(world.manager), { name: 'Требующий Полей', phone: '+79165550002' });
    await openFromList(manager, 'Требующий', manager.texts.leads.views.open);
    await manager.press(manager.texts.leads.move);
    await manager.press(stage.name);
    const email = await manager.sees(manager.texts.leads.email);
    await manager.write('не почта', { replyTo: email.messageId });
    const again = await manager.sees('⚠️');
    await manager.write('polya@example.test', { replyTo: again.messageId });
    const company = await manager.sees(manager.texts.leads.company);
    await manager.write('ООО Ромашка', { replyTo: company.messageId });
    await manager.sees(stage.name);
    expect((await leadRow(lead.id)).stageId).toBe(stage.id);
    await world.database.prisma.stage.update({ where: { id: stage.id }, data: { requiredFields: [] } });
  });

  it('is closed with one of the reasons that its pipeline names', async () => {
    await world.database.prisma.pipeline.update({
      where: { id: world.pipelineId },
      data: { lostReasons: ['Дорого', 'Ушёл к другим'] },
    });
    const lead = await createLead(world.as(world.manager), { name: 'Потерянный Лид', phone: '+79165550003' });
    await openFromList(manager, 'Потерянный', manager.texts.leads.views.open);
    await manager.press(manager.texts.leads.move);
    await manager.press('Lost');
    await manager.press('Дорого');
    await manager.sees('❌');
    expect(await leadRow(lead.id)).toMatchObject({ closeReason: 'Дорого', stageId: world.stageIds[3] });
  });

  it('becomes a contact and a deal with the amount that was typed', async () => {
    const lead = await createLead(world.as(world.manager), { name: 'Покупатель Кухни', phone: '+79165550004' });
    await openFromList(manager, 'Покупатель', manager.texts.leads.views.open);
    await manager.press(manager.texts.leads.more);
    await manager.press(manager.texts.leads.convert);
    await manager.press(manager.texts.leads.convertWithDeal);
    const question = await manager.sees('на какую сумму');
    await manager.write('Кухня 1,5 млн руб', { replyTo: question.messageId });
    await manager.sees(manager.texts.leads.convertedDeal);
    const { items } = await listDeals(world.as(world.manager), {});
    expect(items.find((deal) => deal.lead?.id === lead.id)).toMatchObject({
      name: 'Кухня',
      amountCents: 150_000_000,
      currency: 'RUB',
    });
  });

  it('is changed, deleted after a question, and put back', async () => {
    const lead = await createLead(world.as(world.manager), { name: 'Правленый Лид', phone: '+79165550005' });
    await openFromList(manager, 'Правленый', manager.texts.leads.views.open);
    await manager.press(manager.texts.leads.more);
    await manager.press(manager.texts.leads.change);
    await manager.press(manager.texts.leads.name);
    const question = await manager.sees('Правленый Лид');
    await manager.write('Исправленный Лид', { replyTo: question.messageId });
    await manager.sees('Исправленный Лид');
    await manager.press(manager.texts.leads.more);
    await manager.press(manager.texts.leads.remove);
    await manager.press(manager.texts.leads.removeNow);
    expect((await leadRow(lead.id)).deletedAt).not.toBeNull();
    await manager.press(manager.texts.leads.putBack);
    await manager.sees('Исправленный Лид');
    expect((await leadRow(lead.id)).deletedAt).toBeNull();
  });
});

describe('many leads at once', () => {
  it('are given to a colleague after a screen that says how many', async () => {
    for (const index of [1, 2, 3]) {
      await createLead(world.as(world.admin), {
        name: `Партия ${index}`,
        phone: `+7916555100${index}`,
        source: 'exhibition',
      });
    }
    const { leads } = admin.texts;
    await admin.write('/leads');
    await admin.press(leads.filter);
    await admin.press(leads.filterSource);
    await admin.press(leads.sources['exhibition'] ?? '');
    await admin.press(leads.bulk);
    await admin.sees('3 leads');
    await admin.press(leads.bulkActs.assign);
    await admin.press(world.otherManager.name);
    await admin.sees(`Give 3 leads to ${world.otherManager.name}?`);
    await admin.press(leads.bulkDo);
    await admin.sees('Done: 3 leads');
    expect(
      await world.database.prisma.lead.count({ where: { source: 'exhibition', ownerId: world.otherManager.id } }),
    ).toBe(3);
  });
});
