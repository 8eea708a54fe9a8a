import { createHmac } from 'node:crypto';
import { ms, perSec } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { Bench, BenchRow } from '../bench.ts';
import { rawRequest } from '../load/http-connection.ts';
import { alternate, ratioOf } from '../rounds.ts';
import { median } from '../statistics.ts';
import { startPart } from '../world/processes.ts';
import { productKeys, startProduct } from '../world/product.ts';
import { firstTelegramId, memberCount } from '../world/seed.ts';

const connections = 64;
/** The webhook's share of one address is limited; the senders stand behind a proxy with this many addresses. */
const senders = 64;
/** More than any round can send, so that no request comes twice. */
const mostPerSec = 30_000;

let made = 0;

const sentBy = (sender: number) => ({
  'content-type': 'application/json',
  'x-forwarded-for': `10.1.0.${sender % senders}`,
});

/** A signed `call_ended` of a call that is sent only once. */
function retellRequest(path: string): string {
  made += 1;
  const body = JSON.stringify({
    event: 'call_ended',
    call: {
      call_id: `call_bench_${made}`,
      call_type: 'phone_call',
      agent_id: 'agent_bench',
      call_status: 'ended',
      from_number: '+14155550100',
      to_number: '+79160000000',
      direction: 'outbound',
      metadata: { attempt_id: '00000000-0000-7000-8000-000000000001' },
      start_timestamp: 1_763_650_000_000,
      end_timestamp: 1_763_650_090_000,
      duration_ms: 90_000,
      disconnection_reason: 'user_hangup',
      transcript_object: Array.from({ length: 6 }, (_, at) => ({
        role: at % 2 === 0 ? 'agent' : 'user',
        content: 'Здравствуйте! Подскажите, удобно ли вам приехать на тест-драйв в субботу?',
        words: [{ word: 'Здравствуйте', start: at * 10, end: at * 10 + 8 }],
      })),
    },
  });
  const at = Date.now();
  const digest = createHmac('sha256', productKeys.retellApiKey).update(body).update(String(at)).digest('hex');
  return rawRequest('POST', path, { ...sentBy(made), 'x-retell-signature': `v=${at},d=${digest}` }, body);
}

/** A message of one of the members, sent only once. */
function telegramRequest(path: string): string {
  made += 1;
  const person = firstTelegramId + (made % memberCount);
  const from = { id: person, is_bot: false, first_name: 'Иван', username: 'ivan', language_code: 'ru' };
  const body = JSON.stringify({
    update_id: made,
    message: {
      message_id: made,
      from,
      chat: { id: person, type: 'private', first_name: 'Иван' },
      date: 1_763_650_000,
      text: 'Когда можно приехать посмотреть машину?',
    },
  });
  return rawRequest(
    'POST',
    path,
    { ...sentBy(made), 'x-telegram-bot-api-secret-token': productKeys.webhookSecret },
    body,
  );
}

interface Provider {
  name: string;
  path: string;
  request: (path: string) => string;
  status: number;
}

const providers: Provider[] = [
  { name: 'Retell', path: '/api/webhooks/retell', request: retellRequest, status: 204 },
  { name: 'Telegram', path: `/api/webhooks/telegram/${productKeys.botId}`, request: telegramRequest, status: 200 },
];

/** Taking webhooks in, over bare Hono that inserts each body by a prepared statement. */
export const webhooks: BenchRow = {
  name: 'webhooks',
  async run(bench) {
    const databaseUrl = await bench.databases.urlOf('work');
    const bare = await startPart('bare-hono', { DATABASE_URL: databaseUrl });
    const product = await startProduct({
      dataDir: `${bench.folder}/webhooks`,
      databaseUrl,
      telegramRoot: bench.telegram.root,
      part: 'api',
    });
    try {
      const findings: Finding[] = [];
      for (const provider of providers) findings.push(...(await measure(bench, provider, bare.port, product.port)));
      return findings;
    } finally {
      await product.stop();
      await bare.stop();
    }
  },
};

async function measure(
  bench: Bench,
  { name, path, request, status }: Provider,
  barePort: number,
  productPort: number,
): Promise<Finding[]> {
  const some = (to: string, perSecond: number, durationMs: number) =>
    Array.from({ length: Math.ceil((perSecond * durationMs) / 1_000) }, () => request(to));
  const full = async (port: number, to: string, expected: number) => {
    const requests = some(to, mostPerSec, bench.roundMs);
    return (await bench.load.run({ port, requests, once: true, connections, durationMs: bench.roundMs }, expected))
      .perSec;
  };
  const rounds = await alternate(
    bench.rounds,
    () => full(barePort, '/insert', 204),
    () => full(productPort, path, status),
  );
  const { ratio, text } = ratioOf(rounds);
  const ratePerSec = Math.floor(median(rounds.product) / 2);
  const durationMs = bench.roundMs * 3;
  const requests = some(path, ratePerSec, durationMs);
  const half = await bench.load.run(
    { port: productPort, requests, once: true, connections, durationMs, ratePerSec },
    status,
  );
  return [
    {
      metric: `${name} webhook: proof, no repeats, durable, then 2xx, over bare Hono + one prepared insert`,
      baseline: perSec(median(rounds.baseline)),
      product: perSec(median(rounds.product)),
      result: text,
      goal: '≥ 1.5 ×',
      isMet: ratio >= 1.5,
    },
    {
      metric: `${name} webhook at half of that capacity (${perSec(ratePerSec)})`,
      baseline: '–',
      product: `p50 ${ms(half.times.p50)}, p95 ${ms(half.times.p95)}`,
      result: `p99 ${ms(half.times.p99)}`,
      goal: 'p99 ≤ 20 ms',
      isMet: half.times.p99 <= 20,
    },
  ];
}
