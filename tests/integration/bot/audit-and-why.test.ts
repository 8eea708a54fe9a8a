import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exportCallEvidence } from '#domain/call-permission/export-call-evidence.ts';
import { addDoNotCall } from '#domain/contacts/add-do-not-call.ts';
import { recordConsent } from '#domain/contacts/record-consent.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

let world: BotWorld;
let admin: Chatter;
let manager: Chatter;
let leadId = '';
let contactId = '';
const phone = '+79161234567';
beforeAll(async () => {
  world = await createBotWorld();
  admin = await world.join(world.admin, 'en');
  manager = await world.join(world.manager, 'ru');
  const as = world.as(world.manager);
  const lead = await createLead(as, { name: 'Ольга', phone });
  leadId = lead.id;
  contactId = lead.contact.id;
  for (let count = 0; count < 10; count += 1) await updateLead(as, { leadId, note: `Note ${count}` });
  await recordConsent(as, { contactId, kind: 'call', granted: true, source: 'form', proof: { page: '/order' } });
});
afterAll(() => world.close());

const labels = (seen: { buttons: { text: string }[][] }) => seen.buttons.flat().map((button) => button.text);

describe('the history of changes', () => {
  test('is shown in reply to a screen of the record, page by page, without what was written', async () => {
    await admin.write(`/start l_${leadId}`);
    const card = await admin.sees('Ольга');
    await admin.write('/audit', { replyTo: card.messageId });
    const { audit, actions } = admin.texts;
    const page = await admin.sees('History of changes');
    expect(page.text).toContain(`Own manager: ${audit.actions['lead.updated'] ?? ''} note`);
    expect(page.text).not.toContain('Note 9');
    expect(labels(page)).toEqual([actions.next, actions.menu]);
    await admin.press(actions.next);
    expect((await admin.sees(audit.actions['lead.created'] ?? '')).messageId).toBe(page.messageId);
  });

  test('is everything’s without a card, and nobody’s who has not the right', async () => {
    await admin.write('/audit');
    await admin.sees('Changes in the organization');
    const other = await admin.write('Hello, what is this about?');
    await admin.write('/audit', { replyTo: other.messageId });
    await admin.sees(admin.texts.audit.noCard);
    await manager.write('/audit');
    await manager.sees(manager.texts.errors.reasons['permission.missing']({}));
  });
});

const Evidence = z.looseObject({
  allowed: z.boolean(),
  phone: z.string(),
  rules: z.array(z.looseObject({ rule: z.string(), allowed: z.boolean() })),
  consents: z.array(z.looseObject({ kind: z.string(), proof: z.unknown() })),
  doNotCall: z.looseObject({ reason: z.string() }).nullable(),
});
const read = (bytes: Uint8Array) => Evidence.parse(JSON.parse(new TextDecoder().decode(bytes)));

describe('may we call?', () => {
  test('a number is answered with every rule and its proof, and the evidence is a file that the log knows of', async () => {
    const { why } = manager.texts;
    await addDoNotCall(world.as(world.manager), { phone, reason: 'Попросила', source: 'manual' });
    await manager.write('/why 8 916 123 45 67');
    const answer = await manager.sees(why.denied);
    expect(answer.text).toContain(`🚫 ${why.rules['phone.doNotCall']}`);
    expect(answer.text).toContain(why.evidence.doNotCall);
    expect(answer.text).toContain(`✅ ${why.rules['phone.valid']}`);
    await manager.press(why.export);
    const file = await manager.sees(why.exported);
    expect(JSON.stringify(file)).toContain('may-we-call-79161234567-');
    const entries = await world.database.prisma.auditEntry.findMany({ where: { action: 'callPermission.exported' } });
    expect(entries).toHaveLength(1);
    expect(entries[0]?.actorId).toBe(world.manager.id);
  });

  test('is asked from a lead’s card, where an admin finds its history, too', async () => {
    await admin.write(`/start l_${leadId}`);
    await admin.press(admin.texts.leads.more);
    await admin.press(admin.texts.why.button);
    const answer = await admin.sees(admin.texts.why.denied);
    expect(answer.text).toContain('Ольга');
    expect(labels(answer)).toEqual([admin.texts.why.export, admin.texts.leads.open, admin.texts.actions.menu]);
    await admin.press(admin.texts.leads.open);
    await admin.press(admin.texts.leads.more);
    await admin.press(admin.texts.audit.button);
    await admin.sees(admin.texts.audit.actions['lead.updated'] ?? '');
  });

  test('what is no number is said so', async () => {
    await manager.write('/why');
    const question = await manager.sees('Можно ли звонить?');
    await manager.write('много', { replyTo: question.messageId });
    await manager.sees(manager.texts.why.notANumber);
  });

  test('the file of a person holds their consents with proof, and is refused to whoever may not see them', async () => {
    const { bytes } = await exportCallEvidence(world.as(world.manager), { contactId });
    expect(read(bytes)).toMatchObject({
      allowed: false,
      phone,
      doNotCall: { reason: 'Попросила' },
      consents: [{ kind: 'call', granted: true, proof: { page: '/order' } }],
    });
    await expect(exportCallEvidence(world.as(world.otherManager), { contactId })).rejects.toMatchObject({
      reason: 'contact.notFound',
    });
    await expect(exportCallEvidence(world.as(world.other.admin), { contactId })).rejects.toMatchObject({
      reason: 'contact.notFound',
    });
    // A colleague may ask about the number itself, but learns nothing of whose it is.
    const byNumber = await exportCallEvidence(world.as(world.otherManager), { phone });
    expect(read(byNumber.bytes).consents).toEqual([]);
  });
});
