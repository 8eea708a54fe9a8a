import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { CallView } from '#domain/calls/call-view.ts';
import { callViewer } from '#domain/calls/policy.ts';
import { callCount, callOrders, callPagesByOrder, filteredCallPage, toCallView } from '#domain/calls/read-calls.ts';
import type { OldApiFilter } from '#domain/calls/read-calls.ts';

/** Which calls of those that the actor may see, as the older analytics API names it. */
const filterFields = {
  search: z.string().trim().max(200).optional(),
  status: z.enum(['all', 'completed', 'missed', 'in-progress']).default('all'),
  type: z.enum(['all', 'incoming', 'outgoing']).default('all'),
  sentiment: z.enum(['all', 'positive', 'neutral', 'negative']).default('all'),
  /** A manager's id or a part of the name. */
  manager: z.string().trim().max(120).optional(),
  /** Days in the organization's zone, both included. */
  dateFrom: z.iso.date().optional(),
  dateTo: z.iso.date().optional(),
};

export const ListCallsOldApiInput = z.strictObject({
  limit: z.int().min(1).max(100).default(20),
  offset: z.int().min(0).max(1_000_000).default(0),
  ...filterFields,
  sort: z.enum(callOrders).default('date_desc'),
});
export type ListCallsOldApiInput = z.input<typeof ListCallsOldApiInput>;

/** A page of calls by offset with the count of all, as the older analytics API asks; transcripts are left out. */
export async function listCallsOldApi(
  ctx: Context,
  input: ListCallsOldApiInput = {},
): Promise<{ items: CallView[]; total: number }> {
  requirePermission(ctx, 'calls.read');
  const data = parseInput(ListCallsOldApiInput, input);
  const filter = await filterOf(ctx, data);
  const [rows, [count]] = await Promise.all([
    ctx.read(callPagesByOrder[data.sort], ...filter, data.limit, data.offset),
    ctx.read(callCount, ...filter),
  ]);
  return { items: rows.map(toCallView), total: count?.total ?? 0 };
}

export const ListFilteredCallsInput = z.strictObject({
  ...pageFields,
  ...filterFields,
  /** Only these calls. */
  ids: z.array(z.uuid()).max(10_000).optional(),
});
export type ListFilteredCallsInput = z.input<typeof ListFilteredCallsInput>;

/** The same calls by the same filters page after page, newest first: for going through all of them. */
export async function listFilteredCalls(
  ctx: Context,
  input: ListFilteredCallsInput = {},
): Promise<{ items: CallView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'calls.read');
  const data = parseInput(ListFilteredCallsInput, input);
  const after = decodeCursor(data.cursor);
  const filter = await filterOf(ctx, data);
  const place = [after?.at ?? null, after?.id ?? null, data.ids ?? null, data.limit + 1] as const;
  const rows = await ctx.read(filteredCallPage, ...filter, ...place);
  return toPage(rows, data.limit, (row) => ({ at: row.startedAt ?? row.createdAt, id: row.id }), toCallView);
}

type Filter = Omit<z.output<typeof ListCallsOldApiInput>, 'limit' | 'offset' | 'sort'>;

async function filterOf(ctx: Context, data: Filter): Promise<OldApiFilter> {
  const { timeZone } = await ctx.db.organization.findFirstOrThrow({ select: { timeZone: true } });
  const dayStart = (day: string) => DateTime.fromISO(day, { zone: timeZone }).startOf('day');
  const manager = data.manager || null;
  const search = data.search || null;
  const digits = search && /^[+\d\s().-]+$/.test(search) ? search.replace(/\D/g, '') : '';
  return [
    callViewer(ctx),
    unlessAll(data.status),
    unlessAll(data.type),
    unlessAll(data.sentiment),
    manager,
    manager && containing(manager),
    data.dateFrom ? dayStart(data.dateFrom).toJSDate() : null,
    data.dateTo ? dayStart(data.dateTo).plus({ days: 1 }).toJSDate() : null,
    search && containing(search),
    digits.length >= 3 ? `%${digits}%` : null,
  ];
}

function unlessAll(value: string): string | null {
  return value === 'all' ? null : value;
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
