import { Bot } from 'grammy';
import type { Update } from 'grammy/types';
import { Pool } from 'pg';
import { productKeys } from '../world/product.ts';
import { organizationId } from '../world/seed.ts';

const atOnce = 16;

const claimText = `
  UPDATE bench_updates AS claimed SET taken_at = now()
  FROM (SELECT seq FROM bench_updates WHERE taken_at IS NULL ORDER BY seq LIMIT $1 FOR UPDATE SKIP LOCKED) AS next
  WHERE claimed.seq = next.seq RETURNING claimed.seq::text AS seq, claimed.payload`;

/**
 * The same input and output as the product's bot for `/menu`, in bare grammY: takes stored updates, reads the member and
 * the person's dialogue, sends one message, and marks the update as handled. It keeps no order of chats and no leases.
 */
export async function runBareUpdateBot(): Promise<void> {
  const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 20 });
  const bot = new Bot(productKeys.botToken, { client: { apiRoot: process.env['TELEGRAM_ROOT'] ?? '' } });
  bot.command('menu', async (ctx) => {
    const user = await pool.query<{ name: string }>({
      name: 'user',
      text: 'SELECT * FROM users WHERE organization_id = $1 AND telegram_user_id = $2',
      values: [organizationId, ctx.from?.id],
    });
    await pool.query({
      name: 'session',
      text: 'SELECT value FROM bot_sessions WHERE key = $1',
      values: [`${ctx.me.id}::${ctx.chat.id}:${ctx.from?.id ?? 0}`],
    });
    await ctx.reply(`Меню, ${user.rows[0]?.name ?? ''}`, {
      parse_mode: 'HTML',
      reply_markup: {
        inline_keyboard: ['Лиды', 'Заявки', 'Чаты', 'Настройки'].map((text, at) => [{ text, callback_data: `m${at}` }]),
      },
    });
  });
  await bot.init();

  let running = 0;
  async function claim(): Promise<void> {
    if (running >= atOnce) return;
    const { rows } = await pool.query<{ seq: string; payload: Update }>({
      name: 'claim',
      text: claimText,
      values: [atOnce - running],
    });
    for (const { seq, payload } of rows) {
      running += 1;
      void bot
        .handleUpdate(payload)
        .then(() =>
          pool.query({
            name: 'finish',
            text: 'UPDATE bench_updates SET handled_at = now() WHERE seq = $1',
            values: [seq],
          }),
        )
        .finally(() => {
          running -= 1;
          void claim();
        });
    }
  }
  const listener = await pool.connect();
  listener.on('notification', () => void claim());
  await listener.query('LISTEN bench_updates');
  console.log('ready 1');
  process.once('SIGTERM', () => process.exit(0));
}
