import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import type { Read } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { findLeadMatches, leadContains } from '#domain/leads/find-lead-matches.ts';
import type { Condition } from '#domain/leads/find-lead-matches.ts';
import { leadColumns, leadJoins, toLeadView } from '#domain/leads/lead-view.ts';
import type { LeadRow, LeadView } from '#domain/leads/lead-view.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListLeadsInput = z.strictObject({
  ...pageFields,
  ownerId: z.uuid().nullish(),
  contactId: z.uuid().nullish(),
  pipelineId: z.uuid().nullish(),
  stageId: z.uuid().nullish(),
  source: z.string().trim().min(1).max(60).nullish(),
  /** A part of a name, company, username, e-mail address or number. */
  search: z.string().trim().min(1).max(100).nullish(),
  /** Only leads that the actor owns. */
  mine: z.boolean().optional(),
  /** Only leads that are not closed, or only closed ones. */
  open: z.boolean().nullish(),
});
export type ListLeadsInput = z.input<typeof ListLeadsInput>;

/** The leads that the actor may see, newest first. */
export async function listLeads(
  ctx: Context,
  input: ListLeadsInput = {},
): Promise<{ items: LeadView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const data = parseInput(ListLeadsInput, input);
  const after = decodeCursor(data.cursor);
  const ownerId = data.mine && ctx.actor.kind === 'user' ? ctx.actor.id : data.ownerId;
  const filters: Condition[] = [
    ...(ownerId ? [{ key: 'owner', text: 'l.owner_id = ?::uuid', values: [ownerId] }] : []),
    ...(data.contactId ? [{ key: 'contact', text: 'l.contact_id = ?::uuid', values: [data.contactId] }] : []),
    ...(data.pipelineId ? [{ key: 'pipeline', text: 'l.pipeline_id = ?::uuid', values: [data.pipelineId] }] : []),
    ...(data.stageId ? [{ key: 'stage', text: 'l.stage_id = ?::uuid', values: [data.stageId] }] : []),
    ...(data.source ? [{ key: 'source', text: 'l.source = ?', values: [data.source] }] : []),
    ...(data.open === true ? [{ key: 'open', text: 'l.closed_at IS NULL', values: [] }] : []),
    ...(data.open === false ? [{ key: 'closed', text: 'l.closed_at IS NOT NULL', values: [] }] : []),
    ...(after
      ? [{ key: 'after', text: '(l.created_at, l.id) < (?::timestamptz, ?::uuid)', values: [after.at, after.id] }]
      : []),
  ];
  const viewerId = leadViewer(ctx);
  const onlyViewerId = viewerId !== ownerId ? viewerId : null;
  const read = (conditions: Condition[], among: Condition | null) => {
    const values = [...conditions, ...(among ? [among] : [])].flatMap((condition) => condition.values);
    const statement = listRead({ conditions, among, isRestricted: onlyViewerId !== null, atLeast: data.limit + 1 });
    return ctx.read(statement, ...(onlyViewerId === null ? [] : [onlyViewerId]), ...values);
  };
  let rows = await read(filters, data.search ? leadContains(data.search) : null);
  // A text that fills the page from the newest leads is common; any other is looked up in the indexes.
  if (data.search && rows.length <= data.limit)
    rows = await read([...filters, await findLeadMatches(ctx, data.search)], null);
  return toPage(rows, data.limit, (row) => ({ at: row.createdAt, id: row.id }), toLeadView);
}

const reads = new Map<string, Read<readonly unknown[], LeadRow>>();

// The number of rows stands in the text: behind a parameter PostgreSQL expects a tenth of the table and plans each time anew.
const rowSteps = [11, 21, 51, 101];

/** A searched text is common when every tenth of the newest leads has it: that many times a page are looked through. */
const pagesLookedThrough = 10;

interface ListShape {
  conditions: Condition[];
  /** Asked only of the newest leads that meet the conditions. */
  among: Condition | null;
  /** The viewer sees their own leads and nobody's; their id is the second parameter. */
  isRestricted: boolean;
  atLeast: number;
}

/**
 * The prepared read of one combination of filters: each has a plan of its own, so an absent filter costs nothing. Whoever
 * does not see all reads two short index ranges, their own and nobody's, instead of filtering everybody's.
 */
function listRead({ conditions, among, isRestricted, atLeast }: ListShape): Read<readonly unknown[], LeadRow> {
  const limit = rowSteps.find((step) => step >= atLeast) ?? atLeast;
  // PostgreSQL tells names of prepared statements apart by their first 63 characters.
  const keys = [...conditions.map(({ key }) => key), ...(among ? ['newest', among.key] : [])];
  const name = ['leads', String(limit), isRestricted ? 'own' : 'all', ...keys].join('-');
  const known = reads.get(name);
  if (known) return known;
  let parameter = isRestricted ? 2 : 1;
  const numbered = ({ text }: Condition) => text.replaceAll('?', () => `$${(parameter += 1)}`);
  const filters = conditions.map((condition) => `AND ${numbered(condition)}`).join(' ');
  const newest = (from: string, count: number) =>
    `(SELECT l.* FROM ${from} ORDER BY l.created_at DESC, l.id DESC LIMIT ${count})`;
  const rangeLimit = among ? limit * pagesLookedThrough : limit;
  const range = (owner: string) =>
    newest(`leads l WHERE l.organization_id = $1 AND l.deleted_at IS NULL ${owner} ${filters}`, rangeLimit);
  const page = isRestricted
    ? newest(`(${range('AND l.owner_id = $2')} UNION ALL ${range('AND l.owner_id IS NULL')}) l`, rangeLimit)
    : range('');
  const read = defineRead<readonly unknown[], LeadRow>(
    name,
    `SELECT ${leadColumns}
     FROM ${among ? newest(`${page} l WHERE ${numbered(among)}`, limit) : page} l ${leadJoins}
     ORDER BY l.created_at DESC, l.id DESC`,
  );
  reads.set(name, read);
  return read;
}
