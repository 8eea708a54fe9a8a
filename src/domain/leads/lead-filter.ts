import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { CustomFilter, customFieldCondition } from '#domain/custom-fields/filter-by-custom-fields.ts';
import type { Condition } from '#domain/leads/find-lead-matches.ts';
import { LeadSource } from '#domain/leads/lead-fields.ts';

/** A moment as a Date, or as ISO 8601 text with its offset. */
const Moment = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);

/** Which leads of those that the actor may see: every field that is given narrows them. */
export const leadFilterFields = {
  ownerId: z.uuid().nullish(),
  contactId: z.uuid().nullish(),
  companyId: z.uuid().nullish(),
  pipelineId: z.uuid().nullish(),
  stageId: z.uuid().nullish(),
  source: LeadSource.nullish(),
  /** A part of a name, company, username, e-mail address or number. */
  search: z.string().trim().min(1).max(100).nullish(),
  /** Only leads that the actor owns. */
  mine: z.boolean().optional(),
  /** Only leads that nobody owns. */
  unowned: z.boolean().optional(),
  /** Only leads that are not closed, or only closed ones. */
  open: z.boolean().nullish(),
  /** Only open leads that stand on their stage for longer than the stage allows. */
  stuck: z.boolean().optional(),
  /** Only open leads without a task that is to be done. */
  noNextStep: z.boolean().optional(),
  /** Only open leads that nobody has taken yet. */
  notTaken: z.boolean().optional(),
  /** Only what was put aside as spam; it is in no other list. */
  spam: z.boolean().optional(),
  createdFrom: Moment.nullish(),
  /** The first moment that is too late. */
  createdTo: Moment.nullish(),
  /** Values that the organization's own fields must have. */
  custom: CustomFilter.nullish(),
};
export const LeadFilter = z.strictObject(leadFilterFields);
export type LeadFilter = z.output<typeof LeadFilter>;

/** A filter as conditions of a WHERE, for leads named `l`; null when no lead can meet it. Searched words are not among them. */
export async function leadConditions(ctx: Context, filter: LeadFilter): Promise<Condition[] | null> {
  const conditions: Condition[] = [
    filter.spam
      ? { key: 'spam', text: 'l.spam_at IS NOT NULL', values: [] }
      : { key: '', text: 'l.spam_at IS NULL', values: [] },
  ];
  const add = (key: string, text: string, ...values: unknown[]) => void conditions.push({ key, text, values });
  const ownerId = ownerOf(ctx, filter);
  if (ownerId) add('owner', 'l.owner_id = ?::uuid', ownerId);
  if (filter.unowned) add('unowned', 'l.owner_id IS NULL');
  if (filter.contactId) add('contact', 'l.contact_id = ?::uuid', filter.contactId);
  if (filter.companyId) {
    add(
      'company',
      'l.contact_id IN (SELECT m.id FROM contacts m WHERE m.organization_id = $1 AND m.company_id = ?::uuid)',
      filter.companyId,
    );
  }
  if (filter.pipelineId) add('pipeline', 'l.pipeline_id = ?::uuid', filter.pipelineId);
  if (filter.stageId) add('stage', 'l.stage_id = ?::uuid', filter.stageId);
  if (filter.source) add('source', 'l.source = ?', filter.source);
  if (filter.createdFrom) add('from', 'l.created_at >= ?::timestamptz', filter.createdFrom);
  if (filter.createdTo) add('to', 'l.created_at < ?::timestamptz', filter.createdTo);
  if (filter.open === false) add('closed', 'l.closed_at IS NOT NULL');
  if (filter.open === true || filter.stuck || filter.noNextStep || filter.notTaken) add('open', 'l.closed_at IS NULL');
  if (filter.notTaken) add('fresh', 'l.taken_at IS NULL');
  if (filter.noNextStep) {
    add(
      'idle',
      `NOT EXISTS (SELECT 1 FROM tasks o WHERE o.organization_id = $1 AND o.lead_id = l.id
                   AND o.done_at IS NULL AND o.deleted_at IS NULL)`,
    );
  }
  const custom = await customFieldCondition(ctx, 'lead', 'l', filter.custom);
  if (custom) conditions.push(custom);
  if (filter.stuck) {
    const limits = await ctx.read(stageLimits);
    if (limits.length === 0) return null;
    add(
      'stuck',
      `EXISTS (SELECT 1 FROM unnest(?::uuid[], ?::timestamptz[]) slow (stage_id, since)
               WHERE slow.stage_id = l.stage_id AND l.stage_entered_at < slow.since)`,
      limits.map(({ id }) => id),
      limits.map(({ hours }) => new Date(ctx.clock.now().getTime() - hours * 3_600_000)),
    );
  }
  return conditions;
}

/** The owner that a filter names, the actor's own id for `mine`; null when it names none. */
export function ownerOf(ctx: Context, filter: Pick<LeadFilter, 'mine' | 'ownerId'>): string | null {
  return (filter.mine && ctx.actor.kind === 'user' ? ctx.actor.id : filter.ownerId) ?? null;
}

/** The stages that leads may stand on only so long. */
export const stageLimits = defineRead<[], { id: string; hours: number }>(
  'stage-limits',
  `SELECT id, stuck_after_hours AS hours FROM stages
   WHERE organization_id = $1 AND kind = 'open' AND deleted_at IS NULL AND stuck_after_hours IS NOT NULL`,
);
