import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

let world: BotWorld;
let manager: Chatter;

beforeAll(async () => {
  world = await createBotWorld();
  manager = await world.join(world.manager);
});
afterAll(() => world.close());

const leadsNamed = (name: string) => world.database.prisma.lead.findMany({ where: { name } });

describe('leads in the chat', () => {
  it('are proposed from one line and created by a tap, once', async () => {
    await manager.write('Anna Petrova +7 999 123-45-67 wants a quote');
    const proposal = await manager.sees('+7 999 123-45-67');
    expect(proposal.text).toContain('Anna Petrova');
    const { leads: texts } = manager.texts;
    await Promise.all(
      [1, 2].map(() =>
        world.sim.tap(manager.user, manager.chat, proposal.messageId, texts.create).catch(() => undefined),
      ),
    );
    await manager.sees(texts.created);
    await manager.sees(texts.alreadyCreated);
    await world.work();
    await manager.sees(texts.owner);
    const leads = await leadsNamed('Anna Petrova');
    expect(leads).toHaveLength(1);
    expect(leads[0]?.ownerId).toBe(world.manager.id);
  });

  it('are asked for step by step, with a way back, and the last look lets a field be changed', async () => {
    const { leads, actions } = manager.texts;
    await manager.write('/new');
    await manager.sees('What is the person’s name?');
    await manager.write('Boris');
    await manager.sees('Boris: phone number?');
    await manager.press(actions.back);
    await manager.sees('What is the person’s name?');
    await manager.write('Boris Orlov');
    await manager.sees('Boris Orlov: phone number?');
    await manager.write('not a number');
    await manager.sees('does not look like a phone number');
    await manager.write('8 916 123 45 68');
    await manager.sees('Company?');
    await manager.press(actions.skip);
    await manager.sees('What do they want?');
    await manager.write('Windows for a house');
    await manager.sees('New lead — all right?');
    await manager.press(`✏️ ${leads.note}`);
    await manager.sees('What do they want?');
    await manager.write('Doors for a house');
    await manager.sees('Doors for a house');
    await manager.press(leads.create);
    await world.work();
    await manager.sees(leads.owner);
    const [lead] = await leadsNamed('Boris Orlov');
    expect(lead?.note).toBe('Doors for a house');
    expect(await world.database.prisma.formDraft.count({ where: { userId: world.manager.id, form: 'newLead' } })).toBe(
      0,
    );
  });

  it('keep what was typed when another command comes in between', async () => {
    await manager.write('/new');
    await manager.sees('What is the person’s name?');
    await manager.write('Vera');
    await manager.sees('Vera: phone number?');
    await manager.write('/leads');
    await manager.sees('is kept');
    await manager.press(manager.texts.actions.continueForm);
    await manager.sees('Vera: phone number?');
    await manager.press(manager.texts.actions.cancel);
    await manager.sees(manager.texts.actions.cancelled);
  });

  it('offer to go on when a deploy ended the dialogue', async () => {
    await manager.write('/new');
    await manager.sees('What is the person’s name?');
    await manager.write('Gleb');
    await manager.sees('Gleb: phone number?');
    await world.database.pool.query(`UPDATE bot_sessions SET value = jsonb_set(value, '{version,1}', '"older"')`);
    await manager.write('+7 916 123-45-69');
    await manager.sees('unfinished new lead');
    await manager.press(manager.texts.actions.continueForm);
    await manager.sees('Gleb: phone number?');
    await manager.press(manager.texts.actions.cancel);
    await manager.sees(manager.texts.actions.cancelled);
  });

  it('offer to go on when the dialogue ended before its first answer', async () => {
    await manager.write('/new');
    await manager.sees('What is the person’s name?');
    await world.database.pool.query(`UPDATE bot_sessions SET value = jsonb_set(value, '{version,1}', '"older"')`);
    await manager.write('Semyon');
    await manager.sees('unfinished new lead');
    await manager.press(manager.texts.actions.continueForm);
    await manager.sees('What is the person’s name?');
    await manager.press(manager.texts.actions.cancel);
    await manager.sees(manager.texts.actions.cancelled);
  });

  it('take a second tap on an answer for the question it was made at, not for the next one', async () => {
    const { actions, errors } = manager.texts;
    await manager.write('/new');
    await manager.sees('What is the person’s name?');
    await manager.write('Timur');
    await manager.sees('Timur: phone number?');
    await Promise.all([manager.press(actions.skip), manager.press(actions.skip)]);
    const question = await manager.sees(errors.finishedStep);
    expect((await manager.history()).some(({ text }) => text.includes('Company?'))).toBe(true);
    expect(question.text).not.toContain('What do they want?');
    await manager.write('/cancel');
    await manager.sees(actions.cancelled);
  });

  it('move along the pipeline from their card and take notes by a reply', async () => {
    const { leads } = manager.texts;
    await manager.write('Dina Belova +7 999 123-45-70');
    await manager.press(leads.create);
    await world.work();
    await manager.sees('Dina Belova');
    await manager.press(leads.move);
    await manager.press('In progress');
    await manager.sees('In progress');
    await manager.press(leads.addNote);
    const question = await manager.sees('Reply to this message with the note');
    await manager.write('Call after six', { replyTo: question.messageId });
    await manager.sees(leads.noteSaved);
    const [lead] = await leadsNamed('Dina Belova');
    expect(lead?.stageId).toBe(world.stageIds[1]);
    const notes = await world.database.prisma.activity.findMany({
      where: { leadId: lead?.id ?? '', kind: 'note.added' },
    });
    expect(notes.map((note) => note.data)).toEqual([expect.objectContaining({ text: 'Call after six' })]);
  });

  it('are made from the rest of the command as from a line of its own', async () => {
    const { leads } = manager.texts;
    await manager.write('/new Fedor Orlov, wants a test drive');
    await manager.sees('Fedor Orlov');
    await manager.press(leads.create);
    await world.work();
    expect(await leadsNamed('Fedor Orlov')).toHaveLength(1);
  });

  it('ask for the reason when they are lost', async () => {
    const { leads } = manager.texts;
    await manager.write('Egor Sokolov +7 999 123-45-71');
    await manager.press(leads.create);
    await world.work();
    await manager.sees('Egor Sokolov');
    await manager.press(leads.move);
    await manager.press('Lost');
    const question = await manager.sees('Why was Egor Sokolov lost?');
    await manager.write('Too expensive', { replyTo: question.messageId });
    await manager.sees('Lost: Too expensive');
    expect((await leadsNamed('Egor Sokolov'))[0]).toMatchObject({
      stageId: world.stageIds[3],
      closeReason: 'Too expensive',
    });
  });
});

describe('buttons', () => {
  it('that were made up get a sentence and a fresh menu', async () => {
    await manager.write('/menu');
    const menu = await manager.sees('what shall we do?');
    await world.sim.tapForged(manager.user, manager.chat, menu.messageId, 'AAAABBBBBBBBuAAAA', { waitMs: 1_000 });
    await manager.sees(manager.texts.errors.foreignButton);
  });

  it('are answered within Telegram’s time even though the update waits', async () => {
    await manager.write('/menu');
    const menu = await manager.sees('what shall we do?');
    const result = await world.sim.tap(manager.user, manager.chat, menu.messageId, manager.texts.menu.help, {
      waitMs: 3_000,
    });
    expect(result).toMatchObject({ status: 'answered' });
  });
});
