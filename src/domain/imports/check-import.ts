import { z } from 'zod';

import { defineWrite } from '#platform/database/write.ts';
import { newId } from '#platform/ids.ts';
import { readTable } from '#platform/spreadsheet/read-table.ts';
import type { TableRow } from '#platform/spreadsheet/read-table.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { findErased } from '#domain/erasures/identity-hashes.ts';
import { findMatches, findVisible } from '#domain/imports/find-matches.ts';
import { settleChecked } from '#domain/imports/settle-checked.ts';
import { judgeRow } from '#domain/imports/judge-row.ts';
import type { Judgement } from '#domain/imports/judge-row.ts';
import { loadFacts } from '#domain/imports/load-facts.ts';
import type { RowFacts } from '#domain/imports/load-facts.ts';
import { asRefusal, openStored, unreadable } from '#domain/imports/open-file.ts';
import { readRow } from '#domain/imports/read-row.ts';
import type { ReadyRow } from '#domain/imports/read-row.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import { asMember } from '#domain/users/as-member.ts';

export const CheckImportInput = z.strictObject({ importId: z.uuid() });
export type CheckImportInput = z.input<typeof CheckImportInput>;

const rowsOfBatch = 500;
/** Rows of one import: applying is one transaction, which must end in a bounded time. */
export const maxImportRows = 200_000;

/**
 * The dry run: reads the file row by row and writes down what would become of each, without touching any record. A run
 * that was interrupted goes on behind the last batch it wrote.
 */
export async function checkImport(ctx: Context, input: CheckImportInput): Promise<{ rows: number }> {
  requireSystem(ctx);
  const { importId } = parseInput(CheckImportInput, input);
  const found = await ctx.db.import.findFirst({ where: { id: importId, status: { in: ['uploaded', 'checking'] } } });
  if (!found) return { rows: 0 };
  const member = await asMember(ctx, found.createdById);
  const file = await ctx.db.storedFile.findFirst({ where: { id: found.fileId }, select: { storageKey: true } });
  if (!file) throw unreadable('The file is not there any more. Send it again.');
  await inTransaction(ctx, async (tx) => {
    await tx.db.import.updateMany({ where: { id: importId, status: 'uploaded' }, data: { status: 'checking' } });
  });
  const facts = await loadFacts(ctx, found);
  let rows = await ctx.db.importRow.count({ where: { importId } });
  try {
    for await (const batch of batches(readTable(openStored(ctx, file.storageKey)), found.position)) {
      rows += batch.length;
      if (rows > maxImportRows)
        throw unreadable(`The file has more than ${maxImportRows.toLocaleString('en')} rows. Split it.`);
      await writeBatch(ctx, member, facts, importId, batch);
    }
  } catch (error) {
    throw asRefusal(error);
  }
  await settleChecked(ctx, found);
  return { rows };
}

/** Rows behind the heading and behind `position`, in batches. */
async function* batches(rows: AsyncIterable<TableRow>, position: number): AsyncGenerator<TableRow[]> {
  let isHeading = true;
  let batch: TableRow[] = [];
  for await (const row of rows) {
    if (isHeading) isHeading = false;
    else if (row.number > position) batch.push(row);
    if (batch.length < rowsOfBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface CheckedRow extends Judgement {
  number: number;
  cells: string[];
  ready: ReadyRow;
}

async function writeBatch(
  ctx: Context,
  member: Context,
  facts: RowFacts,
  importId: string,
  batch: TableRow[],
): Promise<void> {
  const checked = await check(ctx, member, facts, batch);
  await inTransaction(ctx, async (tx) => {
    const last = batch.at(-1)?.number ?? 0;
    const { count } = await tx.db.import.updateMany({
      where: { id: importId, status: 'checking', position: { lt: last } },
      data: { position: last },
    });
    // The columns were changed meanwhile: the rows would be read in two ways.
    if (count === 0) return;
    const rows = checked.map(({ number, verdict, reasons, recordId, cells, ready }) => {
      const reasonsOf = reasons.map(({ field, problem }) => ({ field, problem }));
      return { id: newId(), number, verdict, reasons: reasonsOf, record_id: recordId, values: { cells, ready } };
    });
    await tx.write(insertRows, importId, JSON.stringify(rows));
  });
}

/** One text with all rows: a parameter for each value of a thousand rows costs more than the rows themselves. */
const insertRows = defineWrite<[importId: string, rows: string]>(`
  INSERT INTO import_rows (id, organization_id, import_id, number, verdict, reasons, values, record_id)
  SELECT r.id, i.organization_id, i.id, r.number, r.verdict::"ImportVerdict", r.reasons, r.values, r.record_id
  FROM imports i, jsonb_to_recordset($3::text::jsonb)
    AS r(id uuid, number int, verdict text, reasons jsonb, values jsonb, record_id uuid)
  WHERE i.organization_id = $1::uuid AND i.id = $2::uuid`);

async function check(ctx: Context, member: Context, facts: RowFacts, batch: TableRow[]): Promise<CheckedRow[]> {
  const read = batch.map(({ number, cells }) => ({ number, cells, ...readRow(facts, cells) }));
  const good = read.filter(({ problems }) => problems.length === 0).map(({ ready }) => ready);
  const [matches, erased] = await Promise.all([
    findMatches(ctx, facts.record, good),
    facts.options.hasNewConsent || facts.record === 'company'
      ? new Set<string>()
      : findErased(ctx, {
          phones: good.flatMap((ready) => ready.phones?.map(({ e164 }) => e164) ?? []),
          emails: good.flatMap((ready) => ready.email ?? []),
        }),
  ]);
  const judged = read.map(({ number, cells, ready, problems }): CheckedRow => {
    if (problems.length > 0) return { number, cells, ready, verdict: 'bad', reasons: problems, recordId: null };
    const isErased = [...(ready.phones?.map(({ e164 }) => e164) ?? []), ready.email ?? ''].some((one) =>
      erased.has(one),
    );
    if (isErased) {
      const problem = 'this person was erased on request; they may come back only with a new consent';
      return { number, cells, ready, verdict: 'bad', reasons: [{ field: '', problem }], recordId: null };
    }
    return { number, cells, ready, ...judgeRow(facts, matches, ready) };
  });
  const updated = judged.flatMap(({ verdict, recordId }) =>
    verdict === 'update' && recordId !== null ? [recordId] : [],
  );
  const visible = await findVisible(member, facts.record, updated);
  return judged.map((row) => {
    if (row.verdict !== 'update' || visible.has(row.recordId ?? '')) return row;
    const problem = 'this is a record of somebody else, or a deleted one';
    return { ...row, verdict: 'conflict', reasons: [{ field: '', problem }], recordId: null };
  });
}
