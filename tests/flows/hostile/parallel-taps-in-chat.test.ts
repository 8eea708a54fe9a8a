import { expect, test } from 'vitest';
import { requestCall } from '#domain/call-requests/request-call.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';
import { until } from '#tests/support/child-process.ts';
import { createFakeTelephony } from '#tests/support/fakes/fake-telephony.ts';
import { hasButton, newest } from '#tests/support/person.ts';
import { scaled } from './scale.ts';

const taps = 50;
const rounds = scaled(5);

test('Through the whole bot: of 50 taps on two approvers’ cards one wins, five times, and both cards name who decided.', async () => {
  const telephony = createFakeTelephony();
  const bot = await createBotWorld({ telephony: async () => telephony });
  try {
    await bot.database.prisma.organization.updateMany({
      data: {
        callingFromMinute: 0,
        callingToMinute: 1_440,
        dailyBudgetCents: 10_000_000,
        hoursBetweenCalls: 0,
        maxCallsPerDay: 20,
      },
    });
    const approvers = [await bot.join(bot.approver), await bot.join(bot.secondApprover)];
    for (let round = 1; round <= rounds; round += 1) await playRound(bot, approvers, telephony, round);
  } finally {
    await bot.close();
  }
}, 240_000);

async function playRound(
  bot: BotWorld,
  approvers: Chatter[],
  telephony: ReturnType<typeof createFakeTelephony>,
  round: number,
): Promise<void> {
  const { prisma } = bot.database;
  const goal = `Arrange a test drive, round ${round}`;
  const lead = await createCallableLead(bot, round);
  const { id } = await requestCall(bot.as(bot.manager), { leadId: lead, goal });
  await bot.work();
  const { approve, statuses } = approvers[0]?.texts.callRequests ?? {};
  if (!approve || !statuses) throw new Error('No approver.');
  const cards = await Promise.all(
    approvers.map(async ({ history }) => {
      const card = newest(await history(), (message) => message.text.includes(goal) && hasButton(message, approve));
      if (!card) throw new Error('No approval card.');
      return card;
    }),
  );
  await Promise.all(
    Array.from({ length: taps }, (_, tap) => {
      const [approver, card] = [approvers[tap % approvers.length], cards[tap % cards.length]];
      if (!approver || !card) throw new Error('No card to tap.');
      // A card that was decided meanwhile has lost its button: a tap that was under way already arrives all the same.
      const data = card.buttons.flat().find(({ text }) => text === approve)?.callback_data ?? '';
      return bot.sim
        .tapForged(approver.user, approver.chat, card.messageId, data, { waitMs: 0 })
        .catch(() => undefined);
    }),
  );
  await until('all taps are handled', async () => {
    if ((await bot.sim.pendingUpdates('flow_test_bot')).length > 0) return false;
    return (await prisma.telegramUpdate.count({ where: { handledAt: null, parkedAt: null } })) === 0;
  });
  await bot.work();
  const approvals = await prisma.approval.findMany({ where: { callRequestId: id }, include: { decider: true } });
  expect(approvals.length).toBe(1);
  expect(await prisma.call.count({ where: { callRequestId: id } })).toBe(1);
  expect(telephony.placed.length).toBe(round);
  expect(await prisma.telegramUpdate.count({ where: { parkedAt: { not: null } } })).toBe(0);
  for (const [index, { history }] of approvers.entries()) {
    const card = (await history()).find(({ messageId }) => messageId === cards[index]?.messageId);
    expect(card?.text).toContain(approvals[0]?.decider.name);
    expect(card && hasButton(card, approve)).toBe(false);
  }
}

async function createCallableLead(bot: BotWorld, round: number): Promise<string> {
  const { prisma } = bot.database;
  const { organizationId } = bot;
  const contact = await prisma.contact.create({
    data: { organizationId, name: `Maria ${round}`, timeZone: 'Europe/Moscow' },
  });
  await prisma.contactPhone.create({ data: { organizationId, contactId: contact.id, e164: `+7916222000${round}` } });
  const lead = await prisma.lead.create({
    data: {
      organizationId,
      name: `Maria ${round}`,
      contactId: contact.id,
      pipelineId: bot.pipelineId,
      stageId: bot.stageIds[0],
      ownerId: bot.manager.id,
      source: 'manual',
    },
  });
  return lead.id;
}
