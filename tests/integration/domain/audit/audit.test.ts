import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAudit } from '#domain/audit/list-audit.ts';
import { verifyAuditChain } from '#domain/audit/verify-audit-chain.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { addNote } from '#domain/leads/add-note.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

test('Parallel writes make one unbroken chain, and a page of it follows the other.', async () => {
  const ctx = world.as(world.manager);
  const { id: leadId } = await createLead(ctx, { name: 'Audited' });
  await Promise.all(Array.from({ length: 20 }, (_unused, index) => addNote(ctx, { leadId, text: `${index}` })));
  const admin = world.as(world.admin);
  expect(await verifyAuditChain(admin)).toEqual({ ok: true });
  const first = await listAudit(admin, { subjectId: leadId, limit: 15 });
  const second = await listAudit(admin, { subjectId: leadId, limit: 15, cursor: first.nextCursor });
  const seqs = [...first.items, ...second.items].map((entry) => Number(entry.seq));
  expect(seqs).toHaveLength(21);
  expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
  expect(first.items[0]).toMatchObject({
    action: 'lead.noteAdded',
    actor: { kind: 'user', id: world.manager.id, name: world.manager.name },
    data: { door: 'api' },
  });
});

test('The database refuses to change or remove an entry, and a change behind its back is found.', async () => {
  const { pool } = world.database;
  const { organizationId } = world;
  await expect(
    pool.query('UPDATE audit_entries SET action = $1 WHERE organization_id = $2', ['x', organizationId]),
  ).rejects.toThrow(/append-only/);
  await expect(pool.query('DELETE FROM audit_entries WHERE organization_id = $1', [organizationId])).rejects.toThrow(
    /append-only/,
  );
  await pool.query('ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_append_only');
  const check = () => verifyAuditChain(world.as(world.admin));
  await pool.query(`UPDATE audit_entries SET action = action || '!' WHERE organization_id = $1 AND seq = 3`, [
    organizationId,
  ]);
  expect(await check()).toEqual({ ok: false, brokenAtSeq: '3' });
  await pool.query(`UPDATE audit_entries SET action = rtrim(action, '!') WHERE organization_id = $1 AND seq = 3`, [
    organizationId,
  ]);
  expect(await check()).toEqual({ ok: true });
  const last = await pool.query<{ seq: string }>(
    'SELECT max(seq)::text AS seq FROM audit_entries WHERE organization_id = $1',
    [organizationId],
  );
  const lastSeq = last.rows[0]?.seq ?? '';
  await pool.query('DELETE FROM audit_entries WHERE organization_id = $1 AND seq = $2::bigint', [
    organizationId,
    lastSeq,
  ]);
  expect(await check()).toEqual({ ok: false, brokenAtSeq: lastSeq });
  await pool.query('DELETE FROM audit_entries WHERE organization_id = $1 AND seq = 5', [organizationId]);
  expect(await check()).toEqual({ ok: false, brokenAtSeq: '5' });
});

test('One organization sees nothing of the audit log of another.', async () => {
  expect((await listAudit(world.as(world.other.admin))).items).toEqual([]);
  expect(await verifyAuditChain(world.as(world.other.admin))).toEqual({ ok: true });
});
