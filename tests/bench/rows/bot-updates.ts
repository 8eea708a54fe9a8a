import { perSec } from '../finding.ts';
import type { Bench, BenchRow } from '../bench.ts';
import { alternate, ratioOf } from '../rounds.ts';
import { median } from '../statistics.ts';
import { withClient } from '../world/databases.ts';
import { startPart } from '../world/processes.ts';
import { productKeys, startProduct } from '../world/product.ts';
import { firstTelegramId, memberCount, organizationId } from '../world/seed.ts';

const payloadSql = `jsonb_build_object('update_id', $1::bigint + n, 'message', jsonb_build_object(
  'message_id', n, 'date', 1763650000, 'text', '/menu',
  'entities', jsonb_build_array(jsonb_build_object('type', 'bot_command', 'offset', 0, 'length', 5)),
  'from', jsonb_build_object('id', $2::bigint + n % $3::int, 'is_bot', false, 'first_name', 'Иван', 'language_code', 'ru'),
  'chat', jsonb_build_object('id', $2::bigint + n % $3::int, 'type', 'private', 'first_name', 'Иван')))`;

let firstUpdateId = 100_000_000;

/** Members ask for their menu: stored updates that are taken, handled with everything on, answered and marked as handled. */
export const botUpdates: BenchRow = {
  name: 'bot-updates',
  async run(bench) {
    const databaseUrl = await bench.databases.urlOf('work');
    return withClient(databaseUrl, async (client) => {
      await client.query(
        `CREATE TABLE IF NOT EXISTS bench_updates (seq bigserial PRIMARY KEY, payload jsonb NOT NULL, taken_at timestamptz, handled_at timestamptz)`,
      );
      await client.query(
        'CREATE INDEX IF NOT EXISTS bench_updates_waiting ON bench_updates (seq) WHERE taken_at IS NULL',
      );
      const bare = await startPart('bare-update-bot', {
        DATABASE_URL: databaseUrl,
        TELEGRAM_ROOT: bench.telegram.root,
      });
      const product = await startProduct({
        dataDir: `${bench.folder}/bot-updates`,
        databaseUrl,
        telegramRoot: bench.telegram.root,
      });
      const count = Math.round(bench.roundMs / 1.5);
      const store = async (text: string, extra: unknown[]) => {
        firstUpdateId += 1_000_000;
        const sent = messagesSent(bench, count);
        const startedMs = performance.now();
        await client.query(text, [firstUpdateId, firstTelegramId, memberCount, count, ...extra]);
        await sent;
        return (count / (performance.now() - startedMs)) * 1_000;
      };
      try {
        const rounds = await alternate(
          bench.rounds,
          () =>
            store(
              `WITH stored AS (INSERT INTO bench_updates (payload) SELECT ${payloadSql} FROM generate_series(1, $4::int) n RETURNING 1)
               SELECT count(*), pg_notify('bench_updates', '') FROM stored`,
              [],
            ),
          () =>
            store(
              `WITH stored AS (
                 INSERT INTO telegram_updates (organization_id, bot_id, update_id, chat_lane, user_lane, payload)
                 SELECT $5, $6, $1::bigint + n, 'chat:' || $2::bigint + n % $3::int, 'user:' || $2::bigint + n % $3::int, ${payloadSql}
                 FROM generate_series(1, $4::int) n RETURNING 1)
               SELECT count(*), pg_notify('telegram_updates', '') FROM stored`,
              [organizationId, productKeys.botId],
            ),
        );
        const { ratio, text } = ratioOf(rounds);
        return [
          {
            metric:
              'bot update from stored to handled, everything on, over bare grammY with the same reads, writes and message',
            baseline: perSec(median(rounds.baseline)),
            product: perSec(median(rounds.product)),
            result: text,
            goal: '≥ 0.7 ×',
            isMet: ratio >= 0.7,
          },
        ];
      } finally {
        await product.stop();
        await bare.stop();
      }
    });
  },
};

/** Resolves when Telegram has got this many messages. */
function messagesSent(bench: Bench, count: number): Promise<void> {
  let sent = 0;
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${sent} of ${count} messages were sent within 60 s.`)), 60_000);
    bench.telegram.onCall = ({ method }) => {
      if (method !== 'sendMessage') return;
      sent += 1;
      if (sent < count) return;
      clearTimeout(limit);
      resolve();
    };
  });
}
