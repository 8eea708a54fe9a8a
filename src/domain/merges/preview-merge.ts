import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { readSides } from '#domain/duplicates/duplicate-view.ts';
import type { DuplicateSide } from '#domain/duplicates/duplicate-view.ts';
import { mergeableRecords, requireRecord, requireRecordPermission } from '#domain/duplicates/policy.ts';
import type { MergeableRecord } from '#domain/duplicates/policy.ts';
import { customKey, isEmpty, isSame, mergeFields, proposedChoice, valueText } from '#domain/merges/merge-fields.ts';
import type { Choice, MergeField } from '#domain/merges/merge-fields.ts';
import { countMoves } from '#domain/merges/count-moves.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';

export const PreviewMergeInput = z.strictObject({
  record: z.enum(mergeableRecords),
  survivorId: z.uuid(),
  mergedId: z.uuid(),
});
export type PreviewMergeInput = z.input<typeof PreviewMergeInput>;

/** One field with both values as people read them, and what is kept when nobody chooses. */
export interface PreviewedField {
  key: string;
  survivor: string | null;
  merged: string | null;
  choice: Choice;
  /** Nothing to choose: both say the same, or one of them nothing. */
  isDecided: boolean;
  mayKeepBoth: boolean;
}

export interface MergePreview {
  record: MergeableRecord;
  survivor: DuplicateSide & { version: number };
  merged: DuplicateSide & { version: number };
  fields: PreviewedField[];
  /** How many of each will go to the survivor: phones, conversations, tasks … */
  moves: Record<string, number>;
}

/** What merging these two would do, field by field, before anything is done. */
export async function previewMerge(ctx: Context, input: PreviewMergeInput): Promise<MergePreview> {
  const { record, survivorId, mergedId } = parseInput(PreviewMergeInput, input);
  requireRecordPermission(ctx, record, 'read');
  for (const id of [survivorId, mergedId]) await requireRecord(ctx, ctx.db, record, id);
  const ids = [survivorId, mergedId];
  const rows = await readRows(ctx, record, ids);
  const sides = await readSides(ctx, record, ids);
  const [survivor, merged] = ids.map((id) => rows.find((row) => row['id'] === id));
  const [survivorSide, mergedSide] = ids.map((id) => sides.find((side) => side.id === id));
  if (!survivor || !merged || !survivorSide || !mergedSide) throw notFound(record);
  const pairs: { record: MergeableRecord; survivor: Row; merged: Row; prefix: string }[] = [
    { record, survivor, merged, prefix: '' },
  ];
  const contactIds = [survivor['contact_id'], merged['contact_id']];
  if (record === 'lead' && contactIds[0] !== contactIds[1]) {
    const people = await readRows(ctx, 'contact', contactIds.map(String));
    const [one, other] = contactIds.map((id) => people.find((row) => row['id'] === id));
    if (one && other) pairs.push({ record: 'contact', survivor: one, merged: other, prefix: 'contact.' });
  }
  const names = await readNames(
    ctx,
    pairs.flatMap((pair) => [pair.survivor, pair.merged]),
  );
  return {
    record,
    survivor: { ...survivorSide, version: Number(survivor['version']) },
    merged: { ...mergedSide, version: Number(merged['version']) },
    fields: pairs.flatMap((pair) => [...fieldsOf(pair, names), ...customFieldsOf(pair)]),
    moves: await countMoves(
      ctx,
      pairs.map((pair) => ({ record: pair.record, id: String(pair.merged['id']) })),
    ),
  };
}

type Row = Record<string, unknown>;
type Pair = { record: MergeableRecord; survivor: Row; merged: Row; prefix: string };

/** Rows by their columns' names, as the merge itself reads them. */
async function readRows(ctx: Context, record: MergeableRecord, ids: string[]): Promise<Row[]> {
  const where = { id: { in: ids } };
  const rows: object[] =
    record === 'contact'
      ? await ctx.db.contact.findMany({ where })
      : record === 'company'
        ? await ctx.db.company.findMany({ where })
        : await ctx.db.lead.findMany({ where });
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        value,
      ]),
    ),
  );
}

/** Names of the owners and stages that the rows name by id. */
async function readNames(ctx: Context, rows: Row[]): Promise<Map<string, string>> {
  const idsIn = (column: string) => rows.flatMap((row) => (typeof row[column] === 'string' ? [row[column]] : []));
  const select = { id: true, name: true } as const;
  const [users, stages] = [
    await ctx.db.user.findMany({ where: { id: { in: idsIn('owner_id') } }, select }),
    await ctx.db.stage.findMany({ where: { id: { in: idsIn('stage_id') } }, select }),
  ];
  return new Map([...users, ...stages].map(({ id, name }) => [id, name]));
}

function fieldsOf({ record, survivor, merged, prefix }: Pair, names: Map<string, string>): PreviewedField[] {
  return mergeFields[record].map((field) => ({
    key: prefix + field.key,
    survivor: shown(survivor, field, names),
    merged: shown(merged, field, names),
    choice: proposedChoice(survivor, merged, field),
    isDecided: isEmpty(survivor, field) || isEmpty(merged, field) || isSame(survivor, merged, field),
    mayKeepBoth: field.isText === true,
  }));
}

function shown(row: Row, field: MergeField, names: Map<string, string>): string | null {
  const column = field.shown.find((one) => row[one] !== null && row[one] !== undefined && row[one] !== '');
  if (column === undefined) return null;
  const value = valueText(row[column]) ?? '';
  return column === 'telegram_username' ? `@${value}` : (names.get(value) ?? value);
}

function customFieldsOf({ survivor, merged, prefix }: Pair): PreviewedField[] {
  const [own, theirs]: Row[] = [Object(survivor['custom_fields']), Object(merged['custom_fields'])];
  return [...new Set([...Object.keys(own ?? {}), ...Object.keys(theirs ?? {})])].map((key) => {
    const [mine, other] = [valueText(own?.[key]), valueText(theirs?.[key])];
    return {
      key: prefix + customKey(key),
      survivor: mine,
      merged: other,
      choice: mine === null && other !== null ? 'merged' : 'survivor',
      isDecided: mine === null || other === null || mine === other,
      mayKeepBoth: false,
    };
  });
}
