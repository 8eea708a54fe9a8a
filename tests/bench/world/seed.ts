import type { Client } from 'pg';

export const organizationId = '00000000-0000-7000-8000-0000000000aa';
/** Members who see everything, for requests to the API; each has its own share of the rate limits. */
export const readerCount = 64;
/** Managers with a Telegram account, for updates of the bot. */
export const memberCount = 256;
/** The first member's Telegram id; the others follow. */
export const firstTelegramId = 700_000_000;

/** A word that a dozen leads have, whatever their number, and one that an eighth of them has. */
export const rareWord = 'Серебрянский';
export const commonWord = 'Мария';

/** The organization with its pipeline and people. */
export async function seedOrganization(client: Client): Promise<void> {
  await client.query(`INSERT INTO organizations (id, name, is_default) VALUES ($1, 'Bench', true)`, [organizationId]);
  await client.query(
    `INSERT INTO pipelines (id, organization_id, name, is_default) VALUES (uuidv7(), $1, 'Sales', true)`,
    [organizationId],
  );
  await client.query(
    `INSERT INTO stages (id, organization_id, pipeline_id, name, kind, position)
     SELECT uuidv7(), $1, p.id, s.name, s.kind::"StageKind", s.position
     FROM pipelines p, (VALUES ('New', 'open', 0), ('In progress', 'open', 1), ('Won', 'won', 2), ('Lost', 'lost', 3)) s (name, kind, position)
     WHERE p.organization_id = $1`,
    [organizationId],
  );
  await client.query(
    `INSERT INTO users (id, organization_id, name, email, role, permissions, language)
     SELECT uuidv7(), $1, 'Reader ' || n, 'reader' || n || '@example.test', 'analyst', '{}', 'ru' FROM generate_series(1, $2::int) n`,
    [organizationId, readerCount],
  );
  await client.query(
    `INSERT INTO users (id, organization_id, name, email, role, permissions, language, telegram_user_id, telegram_chat_id)
     SELECT uuidv7(), $1, 'Manager ' || n, 'manager' || n || '@example.test', 'manager', '{}', 'ru', $3::bigint + n, $3::bigint + n
     FROM generate_series(0, $2::int - 1) n`,
    [organizationId, memberCount, firstTelegramId],
  );
}

/** Leads, one a minute up to now, each with its person, number and, for every second one, an e-mail address. */
export async function seedLeads(client: Client, count: number): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE seed AS
     SELECT n, uuidv7() AS contact_id, uuidv7() AS lead_id, now() - ($1::int - n) * interval '1 minute' AS at,
            (ARRAY['Мария','Анна','Иван','Олег','Ольга','Kate','John','Пётр'])[1 + n % 8] || ' '
            || (ARRAY['Лебедева','Соколова','Белов','Громов','Carter','Miller','Козлова','Орлов','Зайцев','Новикова','Волков'])[1 + (n / 8) % 11]
            || CASE WHEN n % ($1::int / 12) = 7 THEN ' ${rareWord}' ELSE '' END || ' ' || to_hex(n * 7919 % 1048573) AS name
     FROM generate_series(0, $1::int - 1) n`,
    [count],
  );
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO contacts (id, organization_id, name, telegram_username, company_name, language, created_at, updated_at)
     SELECT contact_id, $1, name, CASE WHEN n % 3 = 0 THEN 'user_' || to_hex(n) END, CASE WHEN n % 5 = 0 THEN 'ООО ' || to_hex(n * 31) END, 'ru', at, at
     FROM seed`,
    [organizationId],
  );
  await client.query(
    `INSERT INTO contact_phones (id, organization_id, contact_id, e164, country, created_at)
     SELECT uuidv7(), $1, contact_id, '+79' || lpad(n::text, 9, '0'), 'RU', at FROM seed`,
    [organizationId],
  );
  await client.query(
    `INSERT INTO contact_emails (id, organization_id, contact_id, email, created_at)
     SELECT uuidv7(), $1, contact_id, 'person' || n || '@mail.test', at FROM seed WHERE n % 2 = 0`,
    [organizationId],
  );
  await client.query(
    `INSERT INTO leads (id, organization_id, name, contact_id, pipeline_id, stage_id, owner_id, source, note, created_at, updated_at, stage_entered_at)
     SELECT lead_id, $1, s.name, contact_id, st.pipeline_id, st.id, u.ids[1 + n % array_length(u.ids, 1)],
            (ARRAY['telegram','webhook','manual','api'])[1 + n % 4], 'Интересуется тест-драйвом, просит позвонить после обеда', at, at, at
     FROM seed s
     JOIN stages st ON st.organization_id = $1 AND st.position = s.n % 4
     CROSS JOIN (SELECT array_agg(id ORDER BY telegram_user_id) AS ids FROM users WHERE organization_id = $1 AND telegram_user_id IS NOT NULL) u`,
    [organizationId],
  );
  await client.query('COMMIT');
  await client.query('DROP TABLE seed');
}
