import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLead } from '#domain/leads/create-lead.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

let world: BotWorld;
let manager: Chatter;
let approver: Chatter;
let second: Chatter;
let nextPhone = 0;

beforeAll(async () => {
  world = await createBotWorld();
  await world.database.prisma.organization.updateMany({
    data: {
      callingFromMinute: 0,
      callingToMinute: 1440,
      timeZone: 'UTC',
      hoursBetweenCalls: 0,
      maxCallsPerDay: 50,
      allowedCountries: ['RU'],
    },
  });
  manager = await world.join(world.manager);
  approver = await world.join(world.approver);
  second = await world.join(world.secondApprover, 'ru');
});
afterAll(() => world.close());

async function askForCall(name: string): Promise<void> {
  const { leads, callRequests } = manager.texts;
  nextPhone += 1;
  await createLead(world.as(world.manager), { name, phone: `+7495123450${nextPhone}`, ownerId: world.manager.id });
  await world.work();
  await manager.sees(name);
  await manager.press(leads.call);
  await manager.sees(`Call to ${name}.`);
  await manager.write(`Offer a test drive to ${name}`);
  await manager.sees('When may we call?');
  await manager.press(callRequests.windowChoices.tomorrow);
  await manager.sees('Send for approval?');
  await manager.press(callRequests.send);
  await manager.sees(callRequests.sent);
  await world.work();
}

describe('a call request in the chat', () => {
  it('reaches every approver in their language, and one tap decides for both', async () => {
    await askForCall('Ivan First');
    await approver.sees('Offer a test drive to Ivan First');
    await second.sees(second.texts.callRequests.approvalTitle.source.replace(/<[^>]+>/g, ''));
    await Promise.all([
      approver.press(approver.texts.callRequests.approve),
      second.press(second.texts.callRequests.approve),
    ]);
    await expect.poll(() => world.database.prisma.approval.count()).toBe(1);
    await expect.poll(() => world.database.prisma.call.count()).toBe(1);
    await world.work();
    await approver.sees(approver.texts.callRequests.statuses.approved);
    await second.sees(second.texts.callRequests.statuses.approved);
    await manager.sees(manager.texts.callRequests.statuses.approved);
  });

  it('is rejected with a reason that its requester reads', async () => {
    await askForCall('Ivan Second');
    await approver.sees('Offer a test drive to Ivan Second');
    await approver.press(approver.texts.callRequests.reject);
    const question = await approver.sees('Why not?');
    await approver.write('He asked for e-mail', { replyTo: question.messageId });
    await approver.sees('He asked for e-mail');
    await world.work();
    await manager.sees('Reason: He asked for e-mail');
  });

  it('that was changed meanwhile is shown anew instead of being approved', async () => {
    await askForCall('Ivan Third');
    const card = await approver.sees('Offer a test drive to Ivan Third');
    await manager.press(manager.texts.callRequests.edit);
    await manager.sees('Save the changes?');
    await manager.press(`✏️ ${manager.texts.callRequests.fields.goal}`);
    await manager.sees('Call to Ivan Third.');
    await manager.write('Offer a discount');
    await manager.sees('Save the changes?');
    await manager.press(manager.texts.callRequests.save);
    await manager.sees(manager.texts.callRequests.saved);
    await world.sim.tap(approver.user, approver.chat, card.messageId, approver.texts.callRequests.approve, {
      waitMs: 2_000,
    });
    await approver.sees('changed after this card was drawn');
    expect((await approver.history()).find((message) => message.messageId === card.messageId)?.text).toContain(
      'Offer a discount',
    );
    const request = await world.database.prisma.callRequest.findFirst({ where: { goal: 'Offer a discount' } });
    expect(request).toMatchObject({ status: 'pending', revision: 2 });
  });

  it('can be taken back after a second thought', async () => {
    await askForCall('Ivan Fourth');
    await manager.sees(manager.texts.callRequests.statuses.pending);
    await manager.press(manager.texts.callRequests.cancelRequest);
    await manager.sees('Cancel this call request?');
    await manager.press(manager.texts.callRequests.yesCancel);
    await manager.sees(manager.texts.callRequests.statuses.cancelled);
    expect(await world.database.prisma.callRequest.count({ where: { status: 'cancelled' } })).toBe(1);
  });
});
