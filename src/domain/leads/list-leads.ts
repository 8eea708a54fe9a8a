import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import type { Read } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { findLeadMatches } from '#domain/leads/find-lead-matches.ts';
import type { Condition } from '#domain/leads/find-lead-matches.ts';
import { leadColumns, leadJoins } from '#domain/leads/lead-view.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListLeadsInput = z.strictObject({
  ...pageFields,
  ownerId: z.uuid().nullish(),
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
  const conditions: Condition[] = [
    ...(ownerId ? [{ key: 'owner', text: 'l.owner_id = ?::uuid', values: [ownerId] }] : []),
    ...(data.pipelineId ? [{ key: 'pipeline', text: 'l.pipeline_id = ?::uuid', values: [data.pipelineId] }] : []),
    ...(data.stageId ? [{ key: 'stage', text: 'l.stage_id = ?::uuid', values: [data.stageId] }] : []),
    ...(data.source ? [{ key: 'source', text: 'l.source = ?', values: [data.source] }] : []),
    ...(data.open === true ? [{ key: 'open', text: 'l.closed_at IS NULL', values: [] }] : []),
    ...(data.open === false ? [{ key: 'closed', text: 'l.closed_at IS NOT NULL', values: [] }] : []),
    ...(data.search ? [await findLeadMatches(ctx, data.search)] : []),
    ...(after
      ? [{ key: 'after', text: '(l.created_at, l.id) < (?::timestamptz, ?::uuid)', values: [after.at, after.id] }]
      : []),
  ];
  const viewerId = leadViewer(ctx);
  const restricted = viewerId !== null && viewerId !== ownerId;
  const values = [...(restricted ? [viewerId] : []), ...conditions.flatMap((condition) => condition.values)];
  const rows = await ctx.read(listRead(conditions, restricted), data.limit + 1, ...values);
  return toPage(
    rows,
    data.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => row,
  );
}

const reads = new Map<string, Read<readonly unknown[], LeadView>>();

/**
 * The prepared read of one combination of filters: each has a plan of its own, so an absent filter costs nothing. Whoever
 * does not see all reads two short index ranges, their own and nobody's, instead of filtering everybody's.
 */
function listRead(conditions: Condition[], restricted: boolean): Read<readonly unknown[], LeadView> {
  const name = ['lead-list', restricted ? 'restricted' : 'all', ...conditions.map((condition) => condition.key)].join(
    '-',
  );
  const known = reads.get(name);
  if (known) return known;
  let parameter = restricted ? 3 : 2;
  const filters = conditions
    .map((condition) => `AND ${condition.text.replaceAll('?', () => `$${(parameter += 1)}`)}`)
    .join(' ');
  const range = (owner: string) => `(
    SELECT l.id, l.created_at FROM leads l
    WHERE l.organization_id = $1 AND l.deleted_at IS NULL ${owner} ${filters}
    ORDER BY l.created_at DESC, l.id DESC LIMIT $2)`;
  const page = restricted ? `${range('AND l.owner_id = $3')} UNION ALL ${range('AND l.owner_id IS NULL')}` : range('');
  const read = defineRead<readonly unknown[], LeadView>(
    name,
    `SELECT ${leadColumns}
     FROM (SELECT id FROM (${page}) ranges ORDER BY created_at DESC, id DESC LIMIT $2) page
     JOIN leads l ON l.organization_id = $1 AND l.id = page.id ${leadJoins}
     ORDER BY l.created_at DESC, l.id DESC`,
  );
  reads.set(name, read);
  return read;
}
