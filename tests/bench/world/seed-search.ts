import type { Client } from 'pg';
import { organizationId } from './seed.ts';

/** How much there is to search: what the contract names, and messages, notes, companies and deals in proportion. */
export const searchSizes = {
  contacts: 50_000,
  leads: 200_000,
  companies: 10_000,
  deals: 40_000,
  calls: 20_000,
  segments: 1_000_000,
  messages: 200_000,
  notes: 60_000,
} as const;
const sentenceCount = 20_000;
export type SearchSizes = Record<keyof typeof searchSizes, number>;

const firstNames =
  'Мария,Анна,Иван,Олег,Ольга,Kate,John,Пётр,Дмитрий,Екатерина,Сергей,Юлия,Алексей,Наталья,Michael,Emma,Светлана,Андрей,Ирина,Николай';
const lastNames =
  'Лебедева,Соколова,Белов,Громов,Carter,Miller,Козлова,Орлов,Зайцев,Новикова,Волков,Павлова,Тарасов,Жукова,Щукин,Харитонов,Цветкова,Johnson,Кузнецов,Виноградова,Морозов,Фёдоров,Егорова,Савельев,Bennett,Третьяков,Крылова,Мартынов,Ершов,Полякова';
// The first words are heard in nearly every call, the last ones hardly ever: position = size × random³.
const spokenWords =
  'здравствуйте договор доставка цена скидка машина кредит встреча предложение звонок оплата срок гарантия менеджер заказ склад документы счёт поставка условия contract delivery price discount invoice meeting warranty недвижимость квартира ипотека тест-драйв комплектация бюджет согласование юрист рассрочка логистика партнёр возврат брак';

/** Fills an organization that `seedOrganization` made. The rows lie in the order of their dates, as time would have left them. */
export async function seedSearch(client: Client, sizes: SearchSizes): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE vocabulary AS
    SELECT row_number() OVER () - 1 AS n, word FROM (
      SELECT word FROM unnest(string_to_array('${spokenWords}', ' ')) WITH ORDINALITY AS w (word, at)
      UNION ALL
      SELECT (ARRAY['пере','под','за','об','рас','вы','при','до'])[1 + n % 8] || (ARRAY['мон','лит','гор','вед','сток','крат','пуск','нос','бор','тяг'])[1 + (n / 8) % 10]
             || to_char(n / 80, 'FM999') || (ARRAY['ный','ание','ость','ение'])[1 + n % 4]
      FROM generate_series(0, 4999) n
    ) words`);
  await client.query(`
    CREATE TEMP TABLE sentences AS
    SELECT s.n, string_agg(v.word, ' ') AS text
    FROM generate_series(0, ${sentenceCount - 1}) s (n), generate_series(1, 5) i,
      LATERAL (SELECT floor(power(abs(hashint4(s.n * 31 + i)::bigint) / 2147483649.0, 3) * (SELECT count(*) FROM vocabulary))::int AS at) w
    JOIN vocabulary v ON v.n = w.at
    GROUP BY s.n`);
  await client.query('CREATE INDEX ON sentences (n); ANALYZE sentences');
  const speech = (seed: string, alias: string) =>
    `JOIN sentences ${alias}1 ON ${alias}1.n = abs(hashint4(${seed})::bigint) % ${sentenceCount}
     JOIN sentences ${alias}2 ON ${alias}2.n = abs(hashint4(${seed} + 1)::bigint) % ${sentenceCount}`;
  const person = (n: string) =>
    `(string_to_array('${firstNames}', ','))[1 + abs(hashint4(${n}))::bigint % 20] || ' ' || (string_to_array('${lastNames}', ','))[1 + abs(hashint4(${n} + 7))::bigint % 30]`;
  const owner = (n: string) => `(SELECT ids[1 + ${n} % array_length(ids, 1)] FROM owners)`;
  await client.query(
    `CREATE TEMP TABLE owners AS SELECT array_agg(id ORDER BY telegram_user_id) AS ids FROM users WHERE organization_id = $1 AND telegram_user_id IS NOT NULL`,
    [organizationId],
  );
  const insert = (text: string, ...values: unknown[]) => client.query(text, [organizationId, ...values]);
  const at = (n: string, count: number) => `now() - (${count} - ${n}) * interval '1 year' / ${count}`;
  // Ids begin with the moment, as those of the product do.
  const id = (moment: string) => `uuidv7(${moment} - clock_timestamp())`;

  await insert(`
    INSERT INTO companies (id, organization_id, name, domain, owner_id, created_at, updated_at)
    SELECT ${id('at')}, $1, (ARRAY['ООО ','АО ','Studio ','ИП ',''])[1 + n % 5] || (string_to_array('Ромашка,Вектор,Северный ветер,Альфа,Аквамарин,Green Line,Стройтех,Логист', ','))[1 + n % 8] || ' ' || n,
           'company' || n || '.example', ${owner('n')}, at, at
    FROM (SELECT n, ${at('n', sizes.companies)} AS at FROM generate_series(1, ${sizes.companies}) n) s`);
  await client.query(
    `CREATE TEMP TABLE people AS
     SELECT n, ${at('n', sizes.contacts)} AS at, gen_random_uuid() AS id, ${person('n')} || ' ' || to_hex(n * 7919 % 65521) AS name
     FROM generate_series(0, ${sizes.contacts - 1}) n`,
  );
  await client.query(`UPDATE people SET id = ${id('at')}; CREATE INDEX ON people (n); ANALYZE people`);
  await insert(`
    INSERT INTO contacts (id, organization_id, name, telegram_username, company_name, owner_id, language, created_at, updated_at)
    SELECT id, $1, name, CASE WHEN n % 3 = 0 THEN 'user_' || to_hex(n) END, CASE WHEN n % 5 = 0 THEN 'ООО Вектор ' || n END, ${owner('n')}, 'ru', at, at
    FROM people ORDER BY n`);
  await insert(`
    INSERT INTO contact_phones (id, organization_id, contact_id, e164, country, created_at)
    SELECT ${id('at')}, $1, id, '+79' || lpad((abs(hashint4(n))::bigint % 10000 * 100000 + n)::text, 9, '0'), 'RU', at FROM people ORDER BY n`);
  await insert(`
    INSERT INTO contact_emails (id, organization_id, contact_id, email, created_at)
    SELECT ${id('at')}, $1, id, 'person' || n || '@mail' || n % 50 || '.test', at FROM people WHERE n % 2 = 0 ORDER BY n`);
  await insert(`
    INSERT INTO leads (id, organization_id, name, contact_id, pipeline_id, stage_id, owner_id, source, note, created_at, updated_at, stage_entered_at)
    SELECT ${id('s.at')}, $1, p.name, p.id, st.pipeline_id, st.id, ${owner('s.n')}, 'webhook', 'Просит позвонить после обеда', s.at, s.at, s.at
    FROM (SELECT n, ${at('n', sizes.leads)} AS at FROM generate_series(1, ${sizes.leads}) n) s
    JOIN people p ON p.n = s.n % ${sizes.contacts}
    JOIN stages st ON st.organization_id = $1 AND st.position = s.n % 4
    ORDER BY s.n`);
  await insert(`
    INSERT INTO deals (id, organization_id, name, amount_cents, contact_id, pipeline_id, stage_id, owner_id, source, created_at, updated_at)
    SELECT ${id('s.at')}, $1, (ARRAY['Поставка','Внедрение','Licence','Ремонт'])[1 + s.n % 4] || ' ' || p.name, s.n * 1000::bigint, p.id, st.pipeline_id, st.id, ${owner('s.n')}, 'manual', s.at, s.at
    FROM (SELECT n, ${at('n', sizes.deals)} AS at FROM generate_series(1, ${sizes.deals}) n) s
    JOIN people p ON p.n = s.n % ${sizes.contacts}
    JOIN stages st ON st.organization_id = $1 AND st.position = s.n % 4
    ORDER BY s.n`);
  await client.query(
    `CREATE TEMP TABLE spoken AS SELECT n, ${at('n', sizes.calls)} AS at, gen_random_uuid() AS id FROM generate_series(0, ${sizes.calls - 1}) n`,
  );
  await client.query(`UPDATE spoken SET id = ${id('at')}; CREATE INDEX ON spoken (n); ANALYZE spoken`);
  await insert(`
    INSERT INTO calls (id, organization_id, contact_id, manager_id, source, direction, status, phone, client_name, started_at, duration_sec, created_at, updated_at)
    SELECT c.id, $1, p.id, ${owner('c.n')}, 'retell', 'outgoing', 'ended', '+79161234567', p.name, c.at, 180, c.at, c.at
    FROM spoken c JOIN people p ON p.n = c.n % ${sizes.contacts} ORDER BY c.n`);
  const perCall = Math.round(sizes.segments / sizes.calls);
  await client.query(`DROP INDEX transcript_segments_words`);
  await insert(`
    INSERT INTO transcript_segments (id, organization_id, call_id, position, start_ms, end_ms, speaker, text)
    SELECT ${id('c.at')}, $1, c.id, i, i * 4000, i * 4000 + 3500, CASE WHEN i % 2 = 0 THEN 'A'::"Speaker" ELSE 'B'::"Speaker" END, t1.text || ' ' || t2.text
    FROM spoken c CROSS JOIN generate_series(0, ${perCall - 1}) i ${speech(`c.n * ${perCall} + i`, 't')} ORDER BY c.n, i`);
  await client.query(
    `CREATE INDEX transcript_segments_words ON transcript_segments USING gin (to_tsvector('russian', text))`,
  );
  await insert(`
    INSERT INTO conversations (id, organization_id, external_chat_id, contact_id, owner_id, last_message_at, created_at)
    SELECT ${id('at')}, $1, 'bot:1:' || n, id, ${owner('n')}, at, at FROM people WHERE n < 10000 ORDER BY n`);
  await insert(`
    INSERT INTO messages (id, organization_id, conversation_id, direction, status, text, sent_at, created_at)
    SELECT ${id('s.at')}, $1, c.id, 'incoming', 'received', t1.text || ' ' || t2.text, s.at, s.at
    FROM (SELECT n, ${at('n', sizes.messages)} AS at FROM generate_series(1, ${sizes.messages}) n) s
    ${speech('-s.n', 't')}
    JOIN conversations c ON c.organization_id = $1 AND c.external_chat_id = 'bot:1:' || s.n % 10000 ORDER BY s.n`);
  await insert(`
    INSERT INTO notes (id, organization_id, contact_id, text, created_at, updated_at)
    SELECT ${id('s.at')}, $1, p.id, t1.text || ' ' || t2.text, s.at, s.at
    FROM (SELECT n, ${at('n', sizes.notes)} AS at FROM generate_series(1, ${sizes.notes}) n) s
    ${speech('s.n + 50000000', 't')}
    JOIN people p ON p.n = s.n % ${sizes.contacts} ORDER BY s.n`);
  for (const table of ['vocabulary', 'sentences', 'owners', 'people', 'spoken'])
    await client.query(`DROP TABLE ${table}`);
}
