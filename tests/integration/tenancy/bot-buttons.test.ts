import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textsFor } from '#bot/texts/texts.ts';
import { packId } from '#platform/ids.ts';
import type { SeenMessage } from '#sandbox/telegram/index.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { fingerprint, mentions } from '#tests/integration/api/fingerprint.ts';
import { packEveryButton } from '#tests/integration/tenancy/button-samples.ts';
import type { PackedButton } from '#tests/integration/tenancy/button-samples.ts';
import { idsOf } from '#tests/integration/tenancy/foreign-ids.ts';
import { createTwoBots } from '#tests/integration/tenancy/two-bots.ts';
import type { TwoBots, Visitor } from '#tests/integration/tenancy/two-bots.ts';

const texts = textsFor('en');
const theirMemberChat = 777_000_111;

let world: TwoBots;
let theirs: ApiRecords;
let buttons: PackedButton[];
let before: Record<string, string>;
let ourAdmin: Visitor;
const outsiders: Record<string, Visitor> = {};
// What people write to a bot is kept, also when it is refused.
const present = () => fingerprint(world.database, world.organizationId, ['telegram_updates']);

beforeAll(async () => {
  world = await createTwoBots();
  const { prisma } = world.database;
  theirs = await createRecords(world, world, 'Secret');
  buttons = packEveryButton(theirs);

  const bind = async (userId: string, firstName: string) => {
    const user = await world.createUser(firstName);
    const telegram = { telegramUserId: BigInt(user.id), telegramChatId: BigInt(user.id), language: 'en' } as const;
    await prisma.user.update({ where: { id: userId }, data: telegram });
    return user;
  };
  const admin = await bind(world.other.admin.id, 'Our admin');
  ourAdmin = await world.visit(admin, 'ours');
  await bind(world.admin.id, 'Their admin');
  const dismissed = await bind(world.secondApprover.id, 'Dismissed');
  const client = await world.createUser('Client');
  await prisma.contact.update({ where: { id: theirs.contactId }, data: { telegramUserId: BigInt(client.id) } });
  outsiders['a stranger'] = await world.visit(await world.createUser('Stranger'), 'theirs');
  outsiders['a client'] = await world.visit(client, 'theirs');
  outsiders['a member of another organization'] = await world.visit(admin, 'theirs');
  outsiders['a dismissed member'] = await world.visit(dismissed, 'theirs');
  await prisma.user.update({ where: { id: world.secondApprover.id }, data: { disabledAt: new Date() } });
  before = await present();
});
afterAll(() => world.close());

function expectNothingTheirs(shown: SeenMessage[], label: string): void {
  const text = JSON.stringify(shown.map(({ text: body, buttons: rows }) => [body, rows]));
  expect(text, label).not.toContain('Secret');
  for (const id of idsOf(theirs)) {
    expect(text, label).not.toContain(id);
    expect(text, label).not.toContain(packId(id));
  }
}

const saidIn = (shown: SeenMessage[]) => shown.map(({ text }) => text).join('\n');

describe('a member of another organization in their own bot', () => {
  test('is told that a button made for another bot and chat is not valid here', async () => {
    const signer = world.signerOf('theirs');
    for (const { id, code, packed } of buttons) {
      const shown = await ourAdmin.press(signer.sign(theirMemberChat, code, packed));
      expect(saidIn(shown), id).toContain(texts.errors.foreignButton);
      expectNothingTheirs(shown, id);
    }
    expect(await fingerprint(world.database, world.organizationId)).toMatchObject(before);
  });

  test('finds nothing behind the ids of another organization, even if they stood in a genuine button', async () => {
    const signer = world.signerOf('ours');
    // These ask or filter before they look: nothing is shown or changed either.
    const asksFirst: Record<string, string> = {
      'drafts.hint': texts.drafts.askHint.source,
      'leads.stagePick': texts.leads.listEmptyFiltered,
      'leads.draft': texts.calls.noConversation,
      'audit.show': texts.audit.empty,
    };
    for (const { id, code, packed, namesRecord } of buttons) {
      const shown = await ourAdmin.press(signer.sign(ourAdmin.user.id, code, packed));
      expectNothingTheirs(shown, id);
      if (namesRecord) expect.soft(saidIn(shown), id).toContain(asksFirst[id] ?? texts.errors.notFound);
      expect(await present(), id).toEqual(before);
    }
    const kept = await mentions(world.database, world.other.organizationId, idsOf(theirs));
    // A filter and an unfinished form remember what was asked for, as text.
    expect(Object.keys(kept).filter((table) => table !== 'form_drafts' && table !== 'bot_sessions')).toEqual([]);
  });
});

describe.each(['a stranger', 'a client', 'a member of another organization', 'a dismissed member'])(
  '%s in the bot',
  (who) => {
    test('is told that a button copied from a member’s chat is not valid here', async () => {
      const signer = world.signerOf('theirs');
      for (const { id, code, packed } of buttons) {
        const shown = (await outsiders[who]?.press(signer.sign(theirMemberChat, code, packed))) ?? [];
        expect(saidIn(shown), id).toContain(texts.errors.foreignButton);
        expectNothingTheirs(shown, id);
      }
      expect(await present()).toEqual(before);
    });

    test('is told that a genuine button is for members, and sees and changes nothing', async () => {
      const signer = world.signerOf('theirs');
      for (const { id, code, packed } of buttons) {
        const visitor = outsiders[who];
        const shown = (await visitor?.press(signer.sign(visitor.user.id, code, packed))) ?? [];
        const said = saidIn(shown);
        const refusals = [texts.start.membersOnly, texts.start.disabled, texts.errors.finishedStep];
        expect(
          refusals.some((text) => said.includes(text)),
          `${id} was answered “${said}”`,
        ).toBe(true);
        expectNothingTheirs(shown, id);
      }
      expect(await present()).toEqual(before);
    });
  },
);

test('each organization writes by its own bot', async () => {
  expect(await world.inviteLink(world.organizationId)).toContain('their_test_bot');
  expect(await world.inviteLink(world.other.organizationId)).toContain('our_test_bot');
});
