import { z } from 'zod';
import type { CallRecord } from './call-record.ts';

const StringFilter = z.strictObject({
  type: z.literal('string'),
  op: z.enum(['eq', 'ne', 'sw', 'ew', 'co']),
  value: z.string(),
});
const NumberFilter = z.strictObject({
  type: z.literal('number'),
  op: z.enum(['eq', 'ne', 'gt', 'ge', 'lt', 'le']),
  value: z.number(),
});
const RangeFilter = z.strictObject({
  type: z.literal('range'),
  op: z.literal('bt'),
  value: z.tuple([z.number(), z.number()]),
});
const EnumFilter = z.strictObject({ type: z.literal('enum'), op: z.literal('in'), value: z.array(z.string()) });
const BooleanFilter = z.strictObject({ type: z.literal('boolean'), op: z.literal('eq'), value: z.boolean() });
const PresentFilter = z.strictObject({ type: z.literal('present'), op: z.enum(['pr', 'np']) });
// The service's own types do not let `registered` be asked for.
const StatusFilter = EnumFilter.extend({ value: z.array(z.enum(['not_connected', 'ongoing', 'ended', 'error'])) });
const NumericFilter = z.union([NumberFilter, RangeFilter]);
const key = z.string().optional();
const KeyedFilter = z.union([
  StringFilter.extend({ key }),
  NumberFilter.extend({ key }),
  RangeFilter.extend({ key }),
  EnumFilter.extend({ key }),
  BooleanFilter.extend({ key }),
  PresentFilter.extend({ key }),
]);
type Filter = z.infer<typeof KeyedFilter>;

export const ListCallsBody = z.strictObject({
  filter_criteria: z
    .strictObject({
      agent: z.array(z.strictObject({ agent_id: z.string(), version: z.array(z.number()).optional() })).optional(),
      call_id: z.union([StringFilter, EnumFilter]).optional(),
      call_status: StatusFilter.optional(),
      call_successful: BooleanFilter.optional(),
      call_type: EnumFilter.optional(),
      direction: EnumFilter.optional(),
      disconnection_reason: EnumFilter.optional(),
      duration_ms: NumericFilter.optional(),
      start_timestamp: NumericFilter.optional(),
      end_timestamp: NumericFilter.optional(),
      from_number: StringFilter.optional(),
      to_number: StringFilter.optional(),
      user_sentiment: EnumFilter.optional(),
      metadata: z.array(KeyedFilter).optional(),
      dynamic_variables: z.array(KeyedFilter).optional(),
    })
    .optional(),
  sort_order: z.enum(['ascending', 'descending']).default('descending'),
  limit: z.number().int().min(1).max(1000).default(50),
  skip: z.number().int().min(0).default(0),
  pagination_key: z.string().optional(),
  include_total: z.boolean().default(false),
});
export type ListCallsBody = z.infer<typeof ListCallsBody>;

export type ListedCalls = {
  items: Record<string, unknown>[];
  has_more: boolean;
  pagination_key?: string;
  total?: number;
};

const OMITTED_FIELDS = [
  'transcript',
  'transcript_object',
  'transcript_with_tool_calls',
  'recording_url',
  'recording_multi_channel_url',
] as const;

/** Answers v3/list-calls; null when the pagination key is not one of ours. */
export function listCalls(
  records: readonly CallRecord[],
  render: (record: CallRecord) => Record<string, unknown>,
  query: ListCallsBody,
): ListedCalls | null {
  const direction = query.sort_order === 'ascending' ? 1 : -1;
  const matching = records
    .map((record) => ({ record, wire: render(record) }))
    .filter(({ record, wire }) => matches(wire, record, query))
    .toSorted(
      (a, b) => direction * (sortTime(a.wire, a.record) - sortTime(b.wire, b.record) || compareIds(a.record, b.record)),
    );
  let first = query.skip;
  if (query.pagination_key !== undefined) {
    const lastId = Buffer.from(query.pagination_key, 'base64url').toString('utf8');
    const position = matching.findIndex(({ record }) => record.callId === lastId);
    if (position === -1) return null;
    first = position + 1;
  }
  const page = matching.slice(first, first + query.limit);
  const hasMore = first + query.limit < matching.length;
  const last = page.at(-1);
  return {
    items: page.map(({ wire }) =>
      Object.fromEntries(Object.entries(wire).filter(([name]) => !OMITTED_FIELDS.some((omitted) => omitted === name))),
    ),
    has_more: hasMore,
    ...(hasMore && last ? { pagination_key: Buffer.from(last.record.callId).toString('base64url') } : {}),
    ...(query.include_total ? { total: matching.length } : {}),
  };
}

function matches(wire: Record<string, unknown>, record: CallRecord, query: ListCallsBody): boolean {
  const { agent, metadata, dynamic_variables: variables, ...criteria } = query.filter_criteria ?? {};
  if (agent && !agent.some((wanted) => wanted.agent_id === record.agent.id)) return false;
  const analysis = { ...record.analysis };
  const fields: Record<string, unknown> = { ...wire, ...analysis };
  for (const [name, filter] of Object.entries(criteria)) if (filter && !passes(fields[name], filter)) return false;
  return passesAll(metadata, record.metadata) && passesAll(variables, record.dynamicVariables);
}

function passesAll(filters: readonly Filter[] | undefined, source: unknown): boolean {
  const values =
    typeof source === 'object' && source !== null ? new Map(Object.entries(source)) : new Map<string, unknown>();
  return (filters ?? []).every((filter) => filter.key !== undefined && passes(values.get(filter.key), filter));
}

function passes(value: unknown, filter: Filter): boolean {
  if (filter.type === 'present') return (value !== undefined && value !== null) === (filter.op === 'pr');
  if (filter.type === 'boolean') return value === filter.value;
  if (filter.type === 'enum') return typeof value === 'string' && filter.value.includes(value);
  if (filter.type === 'string') {
    return typeof value === 'string' ? TEXT_RULES[filter.op](value, filter.value) : filter.op === 'ne';
  }
  if (typeof value !== 'number') return false;
  if (filter.type === 'range') return value >= filter.value[0] && value <= filter.value[1];
  return NUMBER_RULES[filter.op](value, filter.value);
}

const TEXT_RULES: Record<z.infer<typeof StringFilter>['op'], (value: string, wanted: string) => boolean> = {
  eq: (value, wanted) => value === wanted,
  ne: (value, wanted) => value !== wanted,
  sw: (value, wanted) => value.startsWith(wanted),
  ew: (value, wanted) => value.endsWith(wanted),
  co: (value, wanted) => value.includes(wanted),
};
const NUMBER_RULES: Record<z.infer<typeof NumberFilter>['op'], (value: number, wanted: number) => boolean> = {
  eq: (value, wanted) => value === wanted,
  ne: (value, wanted) => value !== wanted,
  gt: (value, wanted) => value > wanted,
  ge: (value, wanted) => value >= wanted,
  lt: (value, wanted) => value < wanted,
  le: (value, wanted) => value <= wanted,
};

function sortTime(wire: Record<string, unknown>, record: CallRecord): number {
  return typeof wire['start_timestamp'] === 'number' ? wire['start_timestamp'] : record.createdAtMs;
}

function compareIds(a: CallRecord, b: CallRecord): number {
  return a.createdAtMs - b.createdAtMs || (a.callId < b.callId ? -1 : 1);
}
