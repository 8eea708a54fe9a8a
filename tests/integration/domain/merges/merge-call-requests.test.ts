import { afterAll, beforeAll, expect, test } from 'vitest';
import { mergeRecords } from '#domain/merges/merge-records.ts';
import { undoMerge } from '#domain/merges/undo-merge.ts';
import { aContact, restorable } from '#tests/integration/domain/merges/merge-fixtures.ts';
import { createCallWorld } from '#tests/support/call-world.ts';
import type { CallWorld } from '#tests/support/call-world.ts';

let world: CallWorld;
beforeAll(async () => {
  world = await createCallWorld();
});
afterAll(() => world.close());

const admin = () => world.as(world.admin);
const requestOf = (id: string) =>
  world.database.prisma.callRequest.findUniqueOrThrow({ where: { id }, include: { call: true } });

test('an approved call about a person whose name changes by a merge is asked for again, and the undo brings the approval back', async () => {
  const request = await world.anApprovedRequest();
  const { contactId: mergedId, payloadHash } = await requestOf(request.id);
  const survivorId = await aContact(world, { name: 'Another name' });
  const before = await restorable(world);
  const merge = await mergeRecords(admin(), { record: 'contact', survivorId, mergedId });
  const asked = await requestOf(request.id);
  expect(asked).toMatchObject({ status: 'pending', revision: 2, contactId: survivorId, call: { status: 'cancelled' } });
  expect(asked.payloadHash).not.toBe(payloadHash);
  await undoMerge(admin(), { mergeId: merge.id });
  expect(await requestOf(request.id)).toMatchObject({
    status: 'approved',
    revision: 1,
    payloadHash,
    call: { status: 'queued' },
  });
  expect(await restorable(world)).toEqual(before);
});

test('an approved call whose facts stay the same keeps its approval', async () => {
  const request = await world.anApprovedRequest();
  const { contactId: mergedId } = await requestOf(request.id);
  const { name } = await world.database.prisma.contact.findUniqueOrThrow({ where: { id: mergedId } });
  const survivorId = await aContact(world, { name });
  await mergeRecords(admin(), { record: 'contact', survivorId, mergedId });
  expect(await requestOf(request.id)).toMatchObject({ status: 'approved', revision: 1, contactId: survivorId });
});

test('nobody’s decision about what was asked anew is taken back silently', async () => {
  const request = await world.anApprovedRequest();
  const { contactId: mergedId } = await requestOf(request.id);
  const survivorId = await aContact(world, { name: 'Yet another name' });
  const merge = await mergeRecords(admin(), { record: 'contact', survivorId, mergedId });
  await world.database.prisma.callRequest.update({ where: { id: request.id }, data: { status: 'rejected' } });
  await expect(undoMerge(admin(), { mergeId: merge.id })).rejects.toMatchObject({
    reason: 'merge.changedSince',
    params: { what: 'call_requests' },
  });
});
