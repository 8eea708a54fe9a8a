import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Pool } from 'pg';
import { organizationId } from '../world/seed.ts';

const listText = `
  SELECT coalesce(json_agg(page), '[]')::text AS json FROM (
    SELECT l.id, l.name, l.source, l.note, l.version, l.created_at AS "createdAt", l.updated_at AS "updatedAt",
           json_build_object('id', c.id, 'name', c.name, 'companyName', c.company_name, 'telegramUsername', c.telegram_username) AS contact,
           json_build_object('id', s.id, 'name', s.name, 'kind', s.kind) AS stage
    FROM leads l
    JOIN contacts c ON c.organization_id = l.organization_id AND c.id = l.contact_id
    JOIN stages s ON s.organization_id = l.organization_id AND s.id = l.stage_id
    WHERE l.organization_id = $1 AND l.deleted_at IS NULL
    ORDER BY l.created_at DESC, l.id DESC LIMIT $2) page`;

/** What the product is compared with: Hono and pg by hand, without accounts, tenants, limits, headers or logs. */
export async function serveBareHono(): Promise<void> {
  const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 20 });
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bench_deliveries (id bigserial PRIMARY KEY, key text UNIQUE, body text NOT NULL)',
  );
  let key = Date.now() * 1_000;
  const app = new Hono();
  app.post('/insert', async (c) => {
    const values = [String((key += 1)), await c.req.text()];
    await pool.query({ name: 'insert', text: 'INSERT INTO bench_deliveries (key, body) VALUES ($1, $2)', values });
    return c.body(null, 204);
  });
  app.get('/leads', async (c) => {
    const { rows } = await pool.query<{ json: string }>({
      name: 'list',
      text: listText,
      values: [organizationId, c.req.query('limit') ?? '20'],
    });
    return c.body(rows[0]?.json ?? '[]', 200, { 'content-type': 'application/json' });
  });
  app.get('/leads/:id', async (c) => {
    const text = 'SELECT * FROM leads WHERE organization_id = $1 AND id = $2';
    const { rows } = await pool.query({ name: 'detail', text, values: [organizationId, c.req.param('id')] });
    return c.json(rows[0] ?? null);
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
    console.log(`ready ${port}`),
  );
  process.once('SIGTERM', () => {
    server.close();
    void pool.end().then(() => process.exit(0));
  });
}
