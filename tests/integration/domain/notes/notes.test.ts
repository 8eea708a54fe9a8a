import { afterAll, beforeAll, expect, test } from 'vitest';
import { listContactActivities } from '#domain/activities/list-contact-activities.ts';
import { listLeadActivities } from '#domain/activities/list-lead-activities.ts';
import { createCompany } from '#domain/companies/create-company.ts';
import { addNote } from '#domain/leads/add-note.ts';
import { assignLead } from '#domain/leads/assign-lead.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { createNote } from '#domain/notes/create-note.ts';
import { getNote } from '#domain/notes/get-note.ts';
import { listNotes } from '#domain/notes/list-notes.ts';
import { deleteNote, restoreNote, updateNote } from '#domain/notes/update-note.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => void (world = await createTestWorld()));
afterAll(() => world.close());

test('A note is a row of its own and an entry of the timeline, which shows the text as it is now.', async () => {
  const ctx = world.as(world.manager);
  const { id: leadId } = await createLead(ctx, { name: 'Noted' });
  const { noteId } = await addNote(ctx, { leadId, text: 'first words' });
  const entry = async () =>
    (await listLeadActivities(ctx, { leadId })).items.find(({ kind }) => kind === 'note.added')?.data;
  expect(await entry()).toMatchObject({ noteId, text: 'first words' });
  const note = await getNote(ctx, { noteId });
  expect(note).toMatchObject({ leadId, text: 'first words', author: { name: world.manager.name }, version: 1 });
  expect(await updateNote(ctx, { noteId, text: 'other words', version: 1 })).toMatchObject({ version: 2 });
  expect(await entry()).toMatchObject({ noteId, text: 'other words', edited: true });
  await expect(updateNote(ctx, { noteId, text: 'late', version: 1 })).rejects.toMatchObject({
    reason: 'note.changedMeanwhile',
  });
  await deleteNote(ctx, { noteId });
  expect(await entry()).toEqual({ noteId, deleted: true });
  expect((await listNotes(ctx, { leadId })).items).toEqual([]);
  expect(await restoreNote(ctx, { noteId })).toMatchObject({ text: 'other words' });
  expect((await listNotes(ctx, { leadId })).items).toHaveLength(1);
});

test('Notes are about leads, people and companies alike, each about one of them.', async () => {
  const ctx = world.as(world.manager);
  const lead = await createLead(ctx, { name: 'Person' });
  const company = await createCompany(ctx, { name: 'Acme' });
  await createNote(ctx, { contactId: lead.contact.id, text: 'of the person' });
  await createNote(ctx, { companyId: company.id, text: 'of the company' });
  expect((await listNotes(ctx, { companyId: company.id })).items.map(({ text }) => text)).toEqual(['of the company']);
  expect((await listNotes(ctx, { contactId: lead.contact.id })).items.map(({ text }) => text)).toEqual([
    'of the person',
  ]);
  await expect(createNote(ctx, { text: 'of nothing' })).rejects.toMatchObject({ reason: 'input.invalid' });
  await expect(createNote(ctx, { leadId: lead.id, companyId: company.id, text: 'of two' })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
});

test('Whoever did not write a note may read it with its record, and only an admin may change it.', async () => {
  const { id: leadId } = await createLead(world.as(world.manager), { name: 'Shared' });
  const { noteId } = await addNote(world.as(world.manager), { leadId, text: 'mine' });
  const colleague = world.as(world.otherManager);
  for (const ctx of [colleague, world.as(world.other.admin)]) {
    await expect(getNote(ctx, { noteId })).rejects.toMatchObject({ reason: 'note.notFound' });
    await expect(listNotes(ctx, { leadId })).rejects.toMatchObject({ reason: 'lead.notFound' });
  }
  await expect(addNote(world.as(world.analyst), { leadId, text: 'x' })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await assignLead(world.as(world.manager), { leadId, ownerId: world.otherManager.id });
  expect((await getNote(colleague, { noteId })).text).toBe('mine');
  await expect(updateNote(colleague, { noteId, text: 'theirs' })).rejects.toMatchObject({ reason: 'note.notYours' });
  await expect(deleteNote(colleague, { noteId })).rejects.toMatchObject({ reason: 'note.notYours' });
  expect((await updateNote(world.as(world.admin), { noteId, text: 'put right' })).text).toBe('put right');
});

test('A person’s timeline does not tell what happened on a colleague’s lead.', async () => {
  const phone = '+79165550001';
  const own = await createLead(world.as(world.manager), { name: 'Two stories', phone });
  const theirs = await createLead(world.as(world.otherManager), { name: 'Two stories', phone });
  expect(theirs.contact.id).toBe(own.contact.id);
  await addNote(world.as(world.manager), { leadId: own.id, text: 'seen by the manager' });
  await addNote(world.as(world.otherManager), { leadId: theirs.id, text: 'seen by the other' });
  const texts = async (user: typeof world.manager) =>
    (await listContactActivities(world.as(user), { contactId: own.contact.id })).items.flatMap(({ data }) =>
      typeof data['text'] === 'string' ? [data['text']] : [],
    );
  expect(await texts(world.manager)).toEqual(['seen by the manager']);
  expect(await texts(world.admin)).toEqual(['seen by the other', 'seen by the manager']);
});
