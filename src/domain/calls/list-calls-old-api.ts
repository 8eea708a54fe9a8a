import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { CallView } from '#domain/calls/call-view.ts';
import { callViewer } from '#domain/calls/policy.ts';
import { callCount, callOrders, callPagesByOrder, toCallView } from '#domain/calls/read-calls.ts';
import type { OldApiFilter } from '#domain/calls/read-calls.ts';

export const ListCallsOldApiInput = z.strictObject({
  limit: z.int().min(1).max(100).default(20),
  offset: z.int().min(0).max(1_000_000).default(0),
  search: z.string().trim().max(200).optional(),
  status: z.enum(['all', 'completed', 'missed', 'in-progress']).default('all'),
  type: z.enum(['all', 'incoming', 'outgoing']).default('all'),
  sentiment: z.enum(['all', 'positive', 'neutral', 'negative']).default('all'),
  /** A manager's id or a part of the name. */
  manager: z.string().trim().max(120).optional(),
  /** Days in the organization's zone, both included. */
  dateFrom: z.iso.date().optional(),
  dateTo: z.iso.date().optional(),
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
  const { timeZone } = await ctx.db.organization.findFirstOrThrow({ select: { timeZone: true } });
  const dayStart = (day: string) => DateTime.fromISO(day, { zone: timeZone }).startOf('day');
  const manager = data.manager || null;
  const search = data.search || null;
  const digits = search && /^[+\d\s().-]+$/.test(search) ? search.replace(/\D/g, '') : '';
  const filter: OldApiFilter = [
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
  const [rows, [count]] = await Promise.all([
    ctx.read(callPagesByOrder[data.sort], ...filter, data.limit, data.offset),
    ctx.read(callCount, ...filter),
  ]);
  return { items: rows.map(toCallView), total: count?.total ?? 0 };
}

function unlessAll(value: string): string | null {
  return value === 'all' ? null : value;
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
