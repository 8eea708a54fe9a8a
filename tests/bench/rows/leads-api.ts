import { ms, perSec } from '../finding.ts';
import type { BenchRow } from '../bench.ts';
import { rawRequest } from '../load/http-connection.ts';
import { alternate, ratioOf } from '../rounds.ts';
import { median } from '../statistics.ts';
import { withClient } from '../world/databases.ts';
import { startPart } from '../world/processes.ts';
import { startProduct, tokensOfReaders } from '../world/product.ts';
import { organizationId } from '../world/seed.ts';

const connections = 16;

/** List and detail of leads through the whole API, over SQL by hand in bare Hono. */
export const leadsApi: BenchRow = {
  name: 'leads-api',
  async run(bench) {
    const databaseUrl = await bench.databases.urlOf('leads');
    const ids = await withClient(databaseUrl, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        'SELECT id FROM leads WHERE organization_id = $1 ORDER BY md5(id::text) LIMIT 500',
        [organizationId],
      );
      return rows.map(({ id }) => id);
    });
    const tokens = await tokensOfReaders(databaseUrl);
    const bare = await startPart('bare-hono', { DATABASE_URL: databaseUrl });
    const product = await startProduct({
      dataDir: `${bench.folder}/leads-api`,
      databaseUrl,
      telegramRoot: bench.telegram.root,
    });
    const asReader = (path: string, reader: number) =>
      rawRequest('GET', path, {
        authorization: `Bearer ${tokens[reader % tokens.length] ?? ''}`,
        'x-forwarded-for': `10.0.0.${reader % tokens.length}`,
      });
    const p99s: number[] = [];
    const measure = async (port: number, requests: string[], times?: number[]) => {
      const { perSec: rate, times: spread } = await bench.load.run(
        { port, requests, connections, durationMs: bench.roundMs },
        200,
      );
      times?.push(spread.p99);
      return rate;
    };
    try {
      const list = await alternate(
        bench.rounds,
        () => measure(bare.port, [rawRequest('GET', '/leads?limit=50', {})]),
        () =>
          measure(
            product.port,
            tokens.map((_, reader) => asReader('/api/leads?limit=50', reader)),
          ),
      );
      const detail = await alternate(
        bench.rounds,
        () =>
          measure(
            bare.port,
            ids.map((id) => rawRequest('GET', `/leads/${id}`, {})),
          ),
        () =>
          measure(
            product.port,
            ids.map((id, at) => asReader(`/api/leads/${id}`, at)),
            p99s,
          ),
      );
      const [listRatio, detailRatio] = [ratioOf(list), ratioOf(detail)];
      return [
        {
          metric: 'list of 50 leads with relations, sign-in and scope, over json_agg in bare Hono',
          baseline: perSec(median(list.baseline)),
          product: perSec(median(list.product)),
          result: listRatio.text,
          goal: '≥ 0.6 ×',
          isMet: listRatio.ratio >= 0.6,
        },
        {
          metric: 'lead by id, over bare pg in bare Hono',
          baseline: perSec(median(detail.baseline)),
          product: `${perSec(median(detail.product))}, p99 ${ms(median(p99s))}`,
          result: detailRatio.text,
          goal: '≥ 0.5 ×',
          isMet: detailRatio.ratio >= 0.5,
        },
      ];
    } finally {
      await product.stop();
      await bare.stop();
    }
  },
};
