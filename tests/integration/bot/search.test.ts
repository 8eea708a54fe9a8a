import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { recordExternalCall } from '#domain/calls/record-external-call.ts';
import { createCompany } from '#domain/companies/create-company.ts';
import { createContact } from '#domain/contacts/create-contact.ts';
import { createDeal } from '#domain/deals/create-deal.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { recordLink, startPayload } from '#bot/search/record-link.ts';
import type { Language } from '#bot/texts/texts.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

const bot = 'flow_test_bot';
let world: BotWorld;
const people = {} as Record<Language | 'admin', Chatter>;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await createBotWorld();
  people.ru = await world.join(world.manager, 'ru');
  people.en = await world.join(world.otherManager, 'en');
  people.admin = await world.join(world.admin, 'en');
  for (const member of [world.manager, world.otherManager]) {
    const as = world.as(member);
    const label = member === world.manager ? 'Козлов' : 'Bennett';
    for (let count = 0; count < 8; count += 1)
      ids[`${label}${count}`] = (
        await createLead(as, {
          name: `${label} ${count}`,
          phone: `+7916${member === world.manager ? 1 : 2}00000${count}`,
        })
      ).id;
    const company = await createCompany(as, { name: `${label} & Co <b>` });
    ids[`${label}Company`] = company.id;
    const contact = await createContact(as, {
      name: `${label} Alone`,
      phones: [`+7903000000${member === world.manager ? 1 : 2}`],
    });
    ids[`${label}Contact`] = contact.id;
    ids[`${label}Deal`] = (
      await createDeal(as, {
        name: `${label} deal`,
        amountCents: 12_345_600,
        contactId: contact.id,
        companyId: company.id,
      })
    ).id;
    ids[`${label}Call`] = (
      await recordExternalCall(world.system(), {
        externalSource: 'test',
        externalId: label,
        phoneNumber: `+7916${member === world.manager ? 1 : 2}000000`,
        direction: 'outgoing',
        status: 'completed',
        startedAt: new Date(),
        durationSec: 60,
        managerId: member.id,
        segments: [{ speaker: 'A', startMs: 0, endMs: 900, text: 'Мне нужна рассрочка, monthly instalments.' }],
      })
    ).id;
  }
});
afterAll(() => world.close());

const labels = (seen: { buttons: { text: string }[][] }) => seen.buttons.flat().map((button) => button.text);

describe.each([
  ['ru', 'козлов', 'Козлов', 'рассрочку'],
  ['en', 'benett', 'Bennett', 'instalment'],
] as const)('the search in %s', (language, misspelt, name, words) => {
  test('answers a command with results that turn pages and open cards, each with the way back', async () => {
    const person = people[language];
    const { search, actions } = person.texts;
    await person.write(`/find ${misspelt}`);
    const first = await person.sees('🔎');
    expect(labels(first)).toContain(search.more);
    expect(labels(first)).toContain(actions.menu);
    await person.press(search.more);
    const second = await person.sees('🔎');
    expect(second.messageId).toBe(first.messageId);
    expect(labels(second)).toContain(search.better);
    expect(labels(second).filter((label) => labels(first).includes(label) && label.includes(name))).toEqual([]);
    await person.press(search.better);
    await person.sees('🔎');
    await person.press(`👤 ${name} 7`);
    const card = await person.sees(`👤 ${name} 7`);
    expect(card.messageId).toBe(first.messageId);
    await person.press(search.toResults);
    expect((await person.sees('🔎')).messageId).toBe(first.messageId);
  });

  test('asks for words when there are none, and takes the answer', async () => {
    const person = people[language];
    const { search, menu } = person.texts;
    await person.write('/menu');
    await person.press(menu.search);
    await person.write('/find');
    const question = await person.sees(
      search.placeholder === '' ? '?' : language === 'ru' ? 'Что ищем?' : 'What shall I look for?',
    );
    await person.write(words, { replyTo: question.messageId });
    const found = await person.sees('🔎');
    expect(found.text).toContain(language === 'ru' ? 'рассрочка' : 'instalments');
    const call = labels(found).find((label) => label.startsWith('📞')) ?? '';
    await person.press(call);
    await person.sees(person.texts.calls.statuses.ended);
  });

  test('opens the cards of a company, a deal and a contact, which lead to one another', async () => {
    const person = people[language];
    await person.write(`/find ${name} deal`);
    await person.press(`💰 ${name} deal`);
    const deal = await person.sees(person.texts.search.amount);
    expect(deal.text).toMatch(/123.456/);
    await person.press(`🏢 ${name} & Co <b>`);
    await person.sees(`${name} & Co <b>`);
    await person.press(`🙋 ${name} Alone`);
    const contact = await person.sees(`${name} Alone`);
    expect(labels(contact)).toContain(person.texts.search.toResults);
    expect(labels(contact).some((label) => label.startsWith('💰'))).toBe(true);
  });

  test('says what else to try when nothing was found', async () => {
    const person = people[language];
    await person.write('/find zzzqqqxxx');
    const empty = await person.sees(person.texts.search.nothing);
    expect(labels(empty)).toEqual([person.texts.search.again, person.texts.actions.menu]);
    await person.press(person.texts.search.again);
    await person.sees(language === 'ru' ? 'Что ищем?' : 'What shall I look for?');
    await person.write('/cancel');
  });
});

const Article = z.looseObject({
  title: z.string(),
  input_message_content: z.looseObject({ message_text: z.string() }),
  reply_markup: z.object({ inline_keyboard: z.array(z.array(z.object({ text: z.string(), url: z.string() }))) }),
});
const ask = async (person: Chatter, query: string) => {
  const answer = await world.sim.inlineQuery(person.user, bot, query);
  return (answer?.results ?? []).map((result) => Article.parse(result));
};

describe('the inline search', () => {
  test('offers a member their records, with a link and without numbers in what is sent', async () => {
    const results = await ask(people.ru, 'kozlov 3');
    expect(results.map(({ title }) => title)).toContain('👤 Козлов 3');
    const [lead] = results;
    expect(lead?.input_message_content.message_text).not.toMatch(/\+?7916/);
    expect(lead?.reply_markup.inline_keyboard).toEqual([
      [{ text: 'Открыть', url: recordLink(bot, { kind: 'lead', id: ids['Козлов3'] ?? '' }) }],
    ]);
    expect(await ask(people.en, 'kozlov 3')).toEqual([]);
    const byNumber = await ask(people.ru, '79161000003');
    expect(JSON.stringify(byNumber.map((result) => result.input_message_content))).not.toContain('7916');
  });

  test('has nothing for others, and every text gets an answer', async () => {
    const client = await world.stranger('Olga');
    expect(await world.sim.inlineQuery(client.user, bot, 'kozlov')).toMatchObject({ results: [] });
    for (const query of ['', '%', '🔥', '\\', "'"])
      expect(await world.sim.inlineQuery(people.ru.user, bot, query)).not.toBeNull();
  });

  test('is no new lead when the chosen record is sent to the bot itself', async () => {
    const before = (await people.ru.history()).length;
    const answer = await world.sim.inlineQuery(people.ru.user, bot, 'kozlov 3');
    await world.sim.invoke('chooseInlineResult', {
      userId: people.ru.user.id,
      chatKey: people.ru.chat.key,
      bot,
      result: answer?.results[0] ?? {},
    });
    await people.ru.write('/menu');
    const texts = (await people.ru.history()).slice(before).filter((seen) => seen.from.isBot);
    expect(texts.map((seen) => seen.text).join('\n')).not.toContain(people.ru.texts.leads.create);
  });
});

describe('a link to a record', () => {
  test.each([
    ['lead', 'Козлов1', 'Козлов 1'],
    ['contact', 'КозловContact', 'Козлов Alone'],
    ['company', 'КозловCompany', 'Козлов & Co'],
    ['deal', 'КозловDeal', 'Козлов deal'],
    ['call', 'КозловCall', 'Козлов 0'],
  ] as const)('opens a %s for a member who may see it and for nobody else', async (kind, key, shown) => {
    const payload = startPayload({ kind, id: ids[key] ?? '' });
    await people.ru.write(`/start ${payload}`);
    const card = await people.ru.sees(shown);
    expect(labels(card)).toContain(people.ru.texts.actions.menu);
    await people.en.write(`/start ${payload}`);
    await people.en.sees(people.en.texts.errors.notFound);
    await people.admin.write(`/start ${payload}`);
    await people.admin.sees(shown);
    const client = await world.stranger(`Client of ${kind}`);
    await client.write(`/start ${payload}`);
    await client.sees('Hello!');
  });
});
