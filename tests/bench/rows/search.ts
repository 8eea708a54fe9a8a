import { listLeads } from '#domain/leads/list-leads.ts';
import type { ListLeadsInput } from '#domain/leads/list-leads.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import type { Context } from '#domain/context.ts';
import { ms, times } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { BenchRow } from '../bench.ts';
import { median, spreadOf } from '../statistics.ts';
import type { Spread } from '../statistics.ts';
import { withContexts } from '../world/product.ts';
import { commonWord, organizationId, rareWord } from '../world/seed.ts';

const pageSize = 50;

/** Searches, deep pages and ten times as much data, as operations of a member who sees everything. */
export const searchRow: BenchRow = {
  name: 'search',
  async run(bench) {
    const [manyUrl, fewUrl] = [await bench.databases.urlOf('leads'), await bench.databases.urlOf('fewLeads')];
    return withReader(fewUrl, (few) =>
      withReader(manyUrl, async (many) => {
        const runs = bench.rounds * 12;
        const deepCursor = await cursorAtEnd(many);
        const ids = { few: await someIds(few), many: await someIds(many) };
        const [listFew, listMany] = await byTurns(
          runs,
          () => list(few),
          () => list(many),
        );
        const [page1, pageN] = await byTurns(
          runs,
          () => list(many),
          () => list(many, { cursor: deepCursor }),
        );
        const [rareFew, rareMany] = await byTurns(
          runs,
          () => list(few, { search: rareWord }),
          () => list(many, { search: rareWord }),
        );
        const [commonFew, commonMany] = await byTurns(
          runs,
          () => list(few, { search: commonWord }),
          () => list(many, { search: commonWord }),
        );
        const [detailFew, detailMany] = await byTurns(
          runs * 4,
          (at) => getLead(few, { leadId: ids.few[at % ids.few.length] ?? '' }),
          (at) => getLead(many, { leadId: ids.many[at % ids.many.length] ?? '' }),
        );
        return [
          absolute('rare word', rareMany),
          absolute('common word', commonMany),
          ratio(`page at depth ${(deepPlace / 1_000).toFixed(0)}k over page 1 (of 900k in the goal)`, page1, pageN),
          ratio('list of leads, 10 × the data', listFew, listMany),
          ratio('lead by id, 10 × the data', detailFew, detailMany),
          ratio('search for a rare word, 10 × the data', rareFew, rareMany),
          ratio('search for a common word, 10 × the data', commonFew, commonMany),
        ];
      }),
    );
  },
};

const deepPlace = 190_000;

function withReader<T>(databaseUrl: string, work: (ctx: Context) => Promise<T>): Promise<T> {
  return withContexts(databaseUrl, (make) => work(withoutPorts(make)));
}

function withoutPorts(make: Parameters<Parameters<typeof withContexts>[1]>[0]): Context {
  return make({ organizationId, actor: { kind: 'system', id: null, name: 'bench' }, door: 'bench' });
}

const list = (ctx: Context, input: ListLeadsInput = {}) => listLeads(ctx, { limit: pageSize, ...input });

async function someIds(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.lead.findMany({ select: { id: true }, orderBy: { externalId: 'asc' }, take: 300 });
  return rows.map(({ id }) => id);
}

/** A cursor near the oldest lead, made from a page there instead of turning all pages. */
async function cursorAtEnd(ctx: Context): Promise<string> {
  const row = await ctx.db.lead.findFirstOrThrow({
    select: { id: true, createdAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: deepPlace,
  });
  return Buffer.from(`${row.createdAt.getTime()}.${row.id}`).toString('base64url');
}

/** Milliseconds of two operations that are carried out by turns, after a warm-up. */
async function byTurns(
  runs: number,
  one: (at: number) => Promise<unknown>,
  other: (at: number) => Promise<unknown>,
): Promise<[number[], number[]]> {
  const timesOf: [number[], number[]] = [[], []];
  for (let at = -8; at < runs; at += 1) {
    for (const [side, work] of [one, other].entries()) {
      const startedMs = performance.now();
      await work(Math.max(at, 0));
      if (at >= 0) timesOf[side]?.push(performance.now() - startedMs);
    }
  }
  return timesOf;
}

function absolute(what: string, all: number[]): Finding {
  const spread = spreadOf(all);
  return {
    metric: `search for a ${what} in 200k leads, newest ${pageSize} first`,
    baseline: 'Directus is not measured here',
    product: figures(spread),
    result: `p95 ${ms(spread.p95)}`,
    goal: 'a ratio to Directus',
    isMet: null,
  };
}

function ratio(metric: string, before: number[], after: number[]): Finding {
  const value = median(after) / median(before);
  return {
    metric,
    baseline: figures(spreadOf(before)),
    product: figures(spreadOf(after)),
    result: times(value),
    goal: '≤ 1.5 ×',
    isMet: value <= 1.5,
  };
}

const figures = ({ p50, p95 }: Spread) => `p50 ${ms(p50)}, p95 ${ms(p95)}`;
