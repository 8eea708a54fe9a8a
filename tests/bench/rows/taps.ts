import { request as httpRequest, Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ms, times } from '../finding.ts';
import type { Bench, BenchRow } from '../bench.ts';
import { median, spreadOf } from '../statistics.ts';
import { withClient } from '../world/databases.ts';
import { startPart } from '../world/processes.ts';
import { productKeys, startProduct } from '../world/product.ts';
import { firstTelegramId, memberCount } from '../world/seed.ts';

const agent = new Agent({ keepAlive: true });
let updateId = 50_000_000;

/** A tap on a button of a message; what the button is does not matter for the first answer. */
function tap(): { id: string; body: string } {
  updateId += 1;
  const person = firstTelegramId + (updateId % memberCount);
  const from = { id: person, is_bot: false, first_name: 'Иван', language_code: 'ru' };
  const chat = { id: person, type: 'private', first_name: 'Иван' };
  const me = { id: productKeys.botId, is_bot: true, first_name: 'Bench', username: 'bench_bot' };
  const id = `tap${updateId}`;
  const message = { message_id: 1, from: me, chat, date: 1_763_650_000, text: 'Меню' };
  return {
    id,
    body: JSON.stringify({
      update_id: updateId,
      callback_query: { id, from, message, chat_instance: '1', data: 'settings/noop' },
    }),
  };
}

/** Milliseconds from sending the tap to the arrival of its answerCallbackQuery at Telegram. */
async function timeToAnswer(bench: Bench, port: number): Promise<number> {
  const { id, body } = tap();
  const answered = new Promise<number>((resolve) => {
    bench.telegram.onCall = (call) => {
      if (call.method === 'answerCallbackQuery' && call.body.includes(id)) resolve(call.atMs);
    };
  });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-telegram-bot-api-secret-token': productKeys.webhookSecret,
    'x-forwarded-for': '10.2.0.1',
  };
  const sentMs = performance.now();
  const posted = httpRequest({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: `/api/webhooks/telegram/${productKeys.botId}`,
    headers,
    agent,
  });
  // While the database stands still the webhook itself waits; only the tap's answer is measured.
  posted.on('response', (response) => response.resume()).on('error', () => undefined);
  posted.end(body);
  const limit = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('A tap was not answered within 10 s.')), 10_000).unref();
  });
  return (await Promise.race([answered, limit])) - sentMs;
}

async function taps(bench: Bench, port: number, count: number): Promise<number[]> {
  const all: number[] = [];
  for (let at = 0; at < count; at += 1) {
    all.push(await timeToAnswer(bench, port));
    // People do not tap in step with the machine; what the tap before set off is done by then.
    await delay(4);
  }
  return all;
}

/** How long a tap's button keeps spinning, over a bot that does nothing but answer. */
export const tapRow: BenchRow = {
  name: 'taps',
  async run(bench) {
    const databaseUrl = await bench.databases.urlOf('work');
    const echo = await startPart('echo-bot', { TELEGRAM_ROOT: bench.telegram.root });
    const product = await startProduct({
      dataDir: `${bench.folder}/taps`,
      databaseUrl,
      telegramRoot: bench.telegram.root,
    });
    try {
      await taps(bench, echo.port, 200);
      await taps(bench, product.port, 200);
      const bare: number[] = [];
      const ours: number[] = [];
      const ratios: number[] = [];
      for (let round = 0; round < bench.rounds; round += 1) {
        const [one, other] = [await taps(bench, echo.port, 120), await taps(bench, product.port, 120)];
        bare.push(...one);
        ours.push(...other);
        ratios.push(median(other) / median(one));
      }
      const [bareSpread, spread] = [spreadOf(bare), spreadOf(ours)];
      const locked = spreadOf(await whileLocked(bench, databaseUrl, product.port));
      const stopped = spreadOf(await whileStopped(bench, databaseUrl, product.port));
      const ratio = spread.p50 / bareSpread.p50;
      return [
        {
          metric: 'tap → answerCallbackQuery over a bare echo bot, p50',
          baseline: ms(bareSpread.p50),
          product: ms(spread.p50),
          result: `${times(ratio)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
          goal: '≤ 2 ×',
          isMet: ratio <= 2,
        },
        {
          metric: 'tap → answerCallbackQuery, p99',
          baseline: ms(bareSpread.p99),
          product: `p95 ${ms(spread.p95)}`,
          result: `p99 ${ms(spread.p99)}`,
          goal: '≤ 3 ms',
          isMet: spread.p99 <= 3,
        },
        {
          metric: 'the same while the table of updates is locked, and while PostgreSQL is stopped',
          baseline: '–',
          product: `locked p50 ${ms(locked.p50)}, stopped p50 ${ms(stopped.p50)}`,
          result: `max ${ms(locked.max)}, ${ms(stopped.max)}`,
          goal: '≤ 25 ms',
          isMet: Math.max(locked.max, stopped.max) <= 25,
        },
      ];
    } finally {
      await product.stop();
      await echo.stop();
    }
  },
};

const tapsWhileStalled = 30;

/** Another transaction holds the table of updates. */
function whileLocked(bench: Bench, databaseUrl: string, port: number): Promise<number[]> {
  return withClient(databaseUrl, async (client) => {
    await client.query('BEGIN; LOCK TABLE telegram_updates IN ACCESS EXCLUSIVE MODE');
    const all = await taps(bench, port, tapsWhileStalled);
    await client.query('ROLLBACK');
    return all;
  });
}

/** Every server process of the product's connections stands still. */
async function whileStopped(bench: Bench, databaseUrl: string, port: number): Promise<number[]> {
  const pids = await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    return rows.map(({ pid }) => pid);
  });
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
    for (const pid of pids) process.kill(pid, name);
  };
  signal('SIGSTOP');
  try {
    return await taps(bench, port, tapsWhileStalled);
  } finally {
    signal('SIGCONT');
  }
}
