import { ms } from '../finding.ts';
import type { BenchRow } from '../bench.ts';
import { rawRequest } from '../load/http-connection.ts';
import { startProduct, tokensOfReaders } from '../world/product.ts';

/** What people look for: common and rare names, misspelt ones, fragments, and words that all calls have or hardly any. */
const asked = [
  'Мария',
  'Kozlova',
  'Козлава',
  'Мария Козлова',
  'Виноградова',
  'fed3',
  '9000 12',
  'user_1f',
  'person777@',
  'Вектор 77',
  'договор',
  'договор доставка',
  'недвижимость',
  'перегор',
  'поставка',
  '150000',
  'zzzqqq',
];
const perSecGoal = 50;

/** The search over everything, through the whole API, at the rate of the contract. */
export const searchEverything: BenchRow = {
  name: 'search-everything',
  async run(bench) {
    const databaseUrl = await bench.databases.urlOf('search');
    const tokens = await tokensOfReaders(databaseUrl);
    const product = await startProduct({
      dataDir: `${bench.folder}/search`,
      databaseUrl,
      telegramRoot: bench.telegram.root,
    });
    const requests = tokens.flatMap((token, reader) =>
      asked.map((_, at) =>
        rawRequest('GET', `/api/crm/search?q=${encodeURIComponent(asked[(at + reader) % asked.length] ?? '')}`, {
          authorization: `Bearer ${token}`,
          'x-forwarded-for': `10.0.0.${reader}`,
        }),
      ),
    );
    const measure = (durationMs: number) =>
      bench.load.run({ port: product.port, requests, connections: 8, durationMs, ratePerSec: perSecGoal }, 200);
    try {
      await measure(bench.roundMs);
      const { times, perSec } = await measure(bench.roundMs * 5);
      return [
        {
          metric: `search over 200k leads, 50k contacts, 1M lines of calls, at ${perSecGoal}/s`,
          baseline: 'the goal',
          product: `${perSec.toFixed(0)}/s: p50 ${ms(times.p50)}, p95 ${ms(times.p95)}, p99 ${ms(times.p99)}`,
          result: `p95 ${ms(times.p95)}`,
          goal: 'p95 ≤ 50 ms',
          isMet: times.p95 <= 50,
        },
      ];
    } finally {
      await product.stop();
    }
  },
};
