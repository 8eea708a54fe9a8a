import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { UserActor } from '#domain/permissions.ts';
import { createContact } from '#domain/contacts/create-contact.ts';
import { listFilteredCalls } from '#domain/calls/list-calls-old-api.ts';
import { expireFiles } from '#domain/files/expire-files.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { listLeads } from '#domain/leads/list-leads.ts';
import { jobs } from '#jobs/catalog.ts';
import { planEffects } from '#jobs/reactions.ts';
import { newId } from '#platform/ids.ts';
import { organizationTables } from '#domain/exports/organization-tables.ts';
import { tenantModels } from '#platform/database/tenant.ts';
import { createApiWorld, jsonOf } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
let admin: UserActor;
let manager: UserActor;

beforeAll(async () => {
  // Only what exports set in motion: there is no chat to draw cards in.
  const planExports: typeof planEffects = (event) => (event.type === 'export.requested' ? planEffects(event) : []);
  api = await createApiWorld({ world: { planEffects: planExports } });
  ({ admin, manager } = api.world);
  await api.world.database.prisma.user.update({ where: { id: manager.id }, data: { permissions: ['data.export'] } });
  manager = { ...manager, permissions: ['data.export'] };
  const { world } = api;
  await createLead(world.as(world.admin), {
    name: 'Admin =lead',
    phone: '+79161110001',
    ownerId: world.admin.id,
    source: 'site',
  });
  await createLead(world.as(manager), { name: 'Manager lead', phone: '+79161110002', note: '=cmd|"/c calc"!A1' });
  await createLead(world.as(world.otherManager), { name: 'Other lead', phone: '+79161110003' });
  await createLead(world.as(world.other.admin), { name: 'Foreign lead', phone: '+79161110004' });
});
afterAll(() => api.close());

const Answer = z.looseObject({ id: z.string(), status: z.string(), download_url: z.string().nullable() });

async function request(by: UserActor, body: object, path = '/api/exports') {
  return api.call({ method: 'POST', path, by, body });
}

const pathOf = (url: string | null) => (url ?? '').replace('http://localhost:8080', '');

/** Asks, lets the job run, and reads the file by its link. */
async function download(by: UserActor, body: object): Promise<Buffer> {
  const asked = Answer.parse(await (await request(by, body)).json());
  await api.world.drain(jobs);
  const file = await api.call({ path: pathOf(asked.download_url) });
  expect(file.status).toBe(200);
  return Buffer.from(await file.arrayBuffer());
}

async function csv(by: UserActor, body: object): Promise<Record<string, string>[]> {
  const bytes = await download(by, { format: 'csv', ...body });
  return parse(bytes, { bom: true, delimiter: ';', columns: true });
}

describe('an exported list', () => {
  test('holds what its asker may see, of no other organization, and nothing that computes', async () => {
    const all = await csv(admin, { list: 'leads' });
    expect(all.map((row) => row['Имя'])).toEqual(['Other lead', 'Manager lead', 'Admin =lead']);
    const own = await csv(manager, { list: 'leads' });
    expect(own.map((row) => row['Имя'])).toEqual(['Manager lead']);
    expect(own[0]).toMatchObject({ Телефон: '+79161110002', Комментарий: `'=cmd|"/c calc"!A1`, Этап: 'New' });
  });

  test('takes the list’s own filters, and answers to the same rows as the list', async () => {
    const { world } = api;
    for (const filters of [
      { search: 'lead' },
      { source: 'site' },
      { ownerId: world.admin.id },
      { open: false },
      { createdFrom: '2020-01-01T00:00:00Z', sort: 'oldest' },
    ]) {
      const rows = await csv(admin, { list: 'leads', filters });
      const { createdFrom, sort, ...same } = filters as Record<string, string>;
      const listed = await listLeads(world.as(admin), { ...same, ...(sort ? { sort: 'oldest' as const } : {}) });
      expect(
        rows.map((row) => row['№ записи']),
        JSON.stringify({ createdFrom }),
      ).toEqual(listed.items.map(({ id }) => id));
    }
  });

  test('refuses filters that the list does not have, lists there are not, and who may not', async () => {
    const wrong = await request(admin, { list: 'leads', filters: { nonsense: 1 } });
    expect([
      wrong.status,
      (await jsonOf(wrong, { fields: z.array(z.looseObject({ field: z.string() })) })).fields[0]?.field,
    ]).toEqual([422, 'filters.nonsense']);
    expect((await request(admin, { list: 'secrets' })).status).toBe(422);
    expect((await request(api.world.otherManager, { list: 'leads' })).status).toBe(403);
    expect((await request(manager, { list: 'organization' })).status).toBe(403);
  });

  test.each(['contacts', 'companies', 'deals', 'tasks', 'calls', 'activities'])('can be that of %s', async (list) => {
    const rows = await csv(admin, { list });
    const { count } = await api.world.database.prisma.export
      .findFirstOrThrow({
        where: { list, status: 'ready' },
        select: { rowCount: true },
      })
      .then(({ rowCount }) => ({ count: rowCount }));
    expect(count).toBe(rows.length);
  });

  test('as XLSX opens with text cells, many pages and a repeated heading once', async () => {
    const { world } = api;
    for (let number = 0; number < 230; number += 1)
      await world.database.prisma.contact.create({
        data: { id: newId(), organizationId: world.organizationId, name: `@contact ${number}` },
      });
    const bytes = await download(admin, { list: 'contacts', format: 'xlsx' });
    const { readXlsx } = await import('hucre/xlsx');
    const rows = (await readXlsx(bytes)).sheets[0]?.rows ?? [];
    expect(rows[0]?.slice(0, 3)).toEqual(['№ записи', 'Имя', 'Телефон']);
    const names = rows.slice(1).map((row) => String(row[1]));
    expect(names.filter((name) => name.startsWith("'@contact"))).toHaveLength(230);
    expect(new Set(rows.slice(1).map(([id]) => id)).size).toBe(rows.length - 1);
  });
});

describe('the link of an export', () => {
  test('works without a token, by range, as an attachment that no browser guesses about, and leaves an audit entry', async () => {
    const asked = Answer.parse(await (await request(admin, { list: 'leads', format: 'csv' })).json());
    const path = pathOf(asked.download_url);
    const early = await api.call({ path: `${path}&wait=0` });
    expect([early.status, early.headers.get('retry-after')]).toEqual([409, '5']);
    await api.world.drain(jobs);
    const whole = await api.call({ path });
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    expect(whole.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename="leads-.*\.csv"/);
    const part = await api.call({ path, headers: { range: 'bytes=3-10' } });
    expect([part.status, await part.text()]).toEqual([206, (await whole.text()).slice(0, 4)]);
    expect((await api.call({ path: path.replace(/signature=./, 'signature=_') })).status).toBe(403);
    const actions = await api.world.database.prisma.auditEntry.findMany({
      where: { subjectId: asked.id },
      orderBy: { seq: 'asc' },
    });
    expect(actions.map(({ action }) => action)).toEqual([
      'export.created',
      'export.written',
      'export.downloaded',
      'export.downloaded',
    ]);
  });

  test('is shown to nobody but its asker, and not of another organization', async () => {
    const asked = Answer.parse(await (await request(manager, { list: 'leads' })).json());
    expect((await api.call({ path: `/api/exports/${asked.id}`, by: manager })).status).toBe(200);
    expect((await api.call({ path: `/api/exports/${asked.id}`, by: admin })).status).toBe(404);
    expect((await api.call({ path: `/api/exports/${asked.id}`, by: api.world.other.admin })).status).toBe(404);
    await api.world.drain(jobs);
  });
});

test('a file whose time is over is thrown away, and its export says so', async () => {
  const { world } = api;
  const asked = Answer.parse(await (await request(admin, { list: 'tasks' })).json());
  await world.drain(jobs);
  const before = await world.system().db.storedFile.count();
  expect(await expireFiles(world.system())).toBe(0);
  await world.system().db.export.update({ where: { id: asked.id }, data: { expiresAt: new Date(0) } });
  expect(await expireFiles(world.system())).toBe(1);
  expect(await world.system().db.storedFile.count()).toBe(before - 1);
  const shown = await api.call({ path: `/api/exports/${asked.id}`, by: admin });
  expect(await shown.json()).toMatchObject({ status: 'expired', download_url: null });
  expect((await api.call({ path: pathOf(asked.download_url) })).status).toBe(404);
});

describe('calls', () => {
  test('are exported by the older system’s request: chosen ones, or by filters', async () => {
    const { world } = api;
    const call = (clientName: string, status: 'ended' | 'failed') =>
      world.database.prisma.call.create({
        data: {
          id: newId(),
          organizationId: world.organizationId,
          source: 'upload',
          direction: 'incoming',
          status,
          clientName,
        },
      });
    const [one] = [await call('One', 'ended'), await call('Two', 'failed'), await call('Three', 'ended')];
    const Link = z.strictObject({ download_url: z.url(), expires_at: z.iso.datetime() });
    const read = async (body: object) => {
      const answered = await request(admin, body, '/api/calls/export');
      expect(answered.status).toBe(200);
      const link = Link.parse(await answered.json());
      await world.drain(jobs);
      const file = await api.call({ path: pathOf(link.download_url) });
      const rows: Record<string, string>[] = parse(Buffer.from(await file.arrayBuffer()), {
        bom: true,
        delimiter: ';',
        columns: true,
      });
      return rows.map((row) => row['Контакт']);
    };
    expect(await read({ format: 'csv', calls: [one.id] })).toEqual(['One']);
    const filtered = await listFilteredCalls(world.as(admin), { status: 'completed' });
    expect(await read({ format: 'csv', filters: { status: 'completed' } })).toEqual(
      filtered.items.map(({ clientName }) => clientName),
    );
    expect((await request(admin, { format: 'pdf' }, '/api/calls/export')).status).toBe(422);
  });
});

describe('the export of a whole organization', () => {
  test('names every table of the schema, with or without a reason', () => {
    expect(Object.keys(organizationTables).sort()).toEqual([...tenantModels, 'Organization'].sort());
  });

  test('holds every row and file of the organization and of no other, and no secret', async () => {
    const { world } = api;
    await api.storage.put(`${world.organizationId}/recordings/x`, Buffer.from('the recording'), 'audio/wav');
    const fileId = newId();
    await world.system().db.storedFile.create({
      data: {
        id: fileId,
        storageKey: `${world.organizationId}/recordings/x`,
        name: 'x.wav',
        mimeType: 'audio/wav',
        sizeBytes: 13,
        sha256: '',
      },
    });
    await world.system().db.setting.create({
      data: { id: newId(), key: 'retell', values: { from: 'v' }, secrets: { apiKey: 'SECRET-KEY' } },
    });
    await world.database.prisma.user.update({ where: { id: admin.id }, data: { passwordHash: 'SECRET-HASH' } });
    await createContact(world.as(world.other.admin), { name: 'Foreign contact' });
    const entries = untar(gunzipSync(await download(admin, { list: 'organization' })));
    const all = Buffer.concat([...entries.values()]).toString();
    for (const secret of ['SECRET-KEY', 'SECRET-HASH', 'Foreign']) expect(all).not.toContain(secret);
    expect(entries.get(`files/${fileId}`)?.toString()).toBe('the recording');
    const contacts = entries.get('tables/contacts-0001.jsonl')?.toString().trim().split('\n') ?? [];
    expect(contacts).toHaveLength(await world.system().db.contact.count());
    const manifest = z
      .looseObject({ rows: z.record(z.string(), z.number()), files: z.looseObject({ included: z.number() }) })
      .parse(JSON.parse(entries.get('manifest.json')?.toString() ?? ''));
    expect(manifest.rows['contacts']).toBe(contacts.length);
    expect(manifest.rows['settings']).toBe(1);
    expect(manifest.files.included).toBe(1);
  });
});

/** Reads an archive as any program would. */
function untar(bytes: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  for (let place = 0; place + 512 <= bytes.length;) {
    const path = bytes
      .subarray(place, place + 100)
      .toString('latin1')
      .replace(/\0.*$/, '');
    if (path === '') break;
    const size = Number.parseInt(bytes.subarray(place + 124, place + 135).toString('latin1'), 8);
    entries.set(path, bytes.subarray(place + 512, place + 512 + size));
    place += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}
