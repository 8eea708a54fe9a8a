import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { findLeadMatches } from '#domain/leads/find-lead-matches.ts';
import { handOverLeads, takenAfterAssignment } from '#domain/leads/hand-over-lead.ts';
import { LeadReason } from '#domain/leads/lead-fields.ts';
import { LeadFilter, leadConditions, ownerOf } from '#domain/leads/lead-filter.ts';
import { readLeadIds } from '#domain/leads/lead-reads.ts';
import { moveLeadStage } from '#domain/leads/move-lead-stage.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import { takeLead } from '#domain/leads/take-lead.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { LeadModel } from '#prisma/generated/models/Lead.ts';

const Act = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assign'), ownerId: z.uuid().nullable() }),
  z.strictObject({ kind: z.literal('stage'), stageId: z.uuid(), reason: LeadReason.nullish() }),
  z.strictObject({ kind: z.literal('take') }),
  z.strictObject({ kind: z.literal('putAside') }),
  z.strictObject({ kind: z.literal('bringBack') }),
  z.strictObject({ kind: z.literal('delete') }),
]);
type Act = z.output<typeof Act>;

/** How many leads one bulk change may have. */
export const mostLeadsChanged = 2_000;
const mostIds = 200;
/** Leads of one transaction, fewer where each is asked by itself, so that none of them is held for long. */
const chunkSizes: Record<Act['kind'], number> = {
  assign: 200,
  putAside: 200,
  bringBack: 200,
  delete: 200,
  stage: 40,
  take: 40,
};

export const ChangeManyLeadsInput = z
  .strictObject({
    leadIds: z.array(z.uuid()).min(1).max(mostIds).optional(),
    filter: LeadFilter.optional(),
    act: Act,
  })
  .refine((input) => (input.leadIds === undefined) !== (input.filter === undefined), {
    message: 'name the leads by leadIds or by a filter, not both',
    path: ['leadIds'],
  });
export type ChangeManyLeadsInput = z.input<typeof ChangeManyLeadsInput>;

/** What became of one lead: `refused` carries the reason, `unchanged` means that it was so already. */
export interface LeadOutcome {
  leadId: string;
  outcome: 'done' | 'unchanged' | 'refused';
  reason?: string;
}

export interface ManyLeadsChanged {
  outcomes: LeadOutcome[];
  done: number;
  unchanged: number;
  refused: number;
}

/**
 * One act on many leads, in transactions of at most 200: a lead that cannot be changed is told of and does not hold up the
 * others. Leads that are not there or not the actor's to see are refused as `lead.notFound`. `lead.tooMany` when a filter
 * meets more than `mostLeadsChanged`.
 */
export async function changeManyLeads(ctx: Context, input: ChangeManyLeadsInput): Promise<ManyLeadsChanged> {
  requirePermission(ctx, 'leads.write');
  const { leadIds, filter, act } = parseInput(ChangeManyLeadsInput, input);
  const ids = leadIds ? [...new Set(leadIds)] : await idsOf(ctx, filter ?? {});
  const outcomes: LeadOutcome[] = [];
  const chunkSize = chunkSizes[act.kind];
  for (let start = 0; start < ids.length; start += chunkSize) {
    const chunk = ids.slice(start, start + chunkSize).sort();
    outcomes.push(...(await inTransaction(ctx, (tx) => changeChunk(tx, chunk, act))));
  }
  const count = (outcome: LeadOutcome['outcome']) => outcomes.filter((one) => one.outcome === outcome).length;
  return { outcomes, done: count('done'), unchanged: count('unchanged'), refused: count('refused') };
}

async function idsOf(ctx: Context, filter: LeadFilter): Promise<string[]> {
  const conditions = await leadConditions(ctx, filter);
  if (!conditions) return [];
  const searched = filter.search ? [await findLeadMatches(ctx, filter.search)] : [];
  const query = { conditions: [...conditions, ...searched], ownerId: ownerOf(ctx, filter) };
  const ids = await readLeadIds(ctx, query, mostLeadsChanged + 1);
  if (ids.length > mostLeadsChanged) {
    throw new AppError(
      'conflict',
      'lead.tooMany',
      `More than ${mostLeadsChanged} leads meet this filter; narrow it down.`,
      { params: { most: mostLeadsChanged } },
    );
  }
  return ids;
}

async function changeChunk(tx: Transaction, leadIds: string[], act: Act): Promise<LeadOutcome[]> {
  const visible = { AND: [{ id: { in: leadIds } }, visibleLeads(tx.ctx)] };
  const leads = new Map((await tx.db.lead.findMany({ where: visible })).map((lead) => [lead.id, lead]));
  const changed = await changeLeads(tx, [...leads.values()], act);
  return leadIds.map((leadId): LeadOutcome => {
    if (!leads.has(leadId)) return { leadId, outcome: 'refused', reason: 'lead.notFound' };
    const answer = changed.get(leadId) ?? 'unchanged';
    return answer === 'done' || answer === 'unchanged'
      ? { leadId, outcome: answer }
      : { leadId, outcome: 'refused', reason: answer };
  });
}

/** What became of each lead: `done`, or the reason of its refusal; absent ones did not need the change. */
async function changeLeads(tx: Transaction, leads: LeadModel[], act: Act): Promise<Map<string, string>> {
  switch (act.kind) {
    case 'assign':
      return assign(tx, leads, act.ownerId);
    case 'stage':
      // Each stage has rules of its own about what must be filled, so each lead is asked.
      return oneByOne(
        tx,
        leads.filter((lead) => lead.stageId !== act.stageId),
        (ctx, leadId) =>
          moveLeadStage(ctx, { leadId, stageId: act.stageId, ...(act.reason ? { reason: act.reason } : {}) }),
      );
    case 'take':
      return oneByOne(
        tx,
        leads.filter((lead) => lead.takenAt === null || lead.ownerId !== tx.ctx.actor.id),
        (ctx, leadId) => takeLead(ctx, { leadId }),
      );
    case 'putAside':
      return write(
        tx,
        leads.filter((lead) => lead.spamAt === null),
        { spamAt: tx.ctx.clock.now() },
        'lead.putAside',
      );
    case 'bringBack':
      return write(
        tx,
        leads.filter((lead) => lead.spamAt !== null),
        { spamAt: null },
        'lead.broughtBack',
      );
    case 'delete':
      return write(tx, leads, { deletedAt: tx.ctx.clock.now() }, 'lead.deleted');
  }
}

async function oneByOne(
  tx: Transaction,
  leads: LeadModel[],
  work: (ctx: Context, leadId: string) => Promise<unknown>,
): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const { id } of leads) {
    try {
      await work(tx.ctx, id);
      answers.set(id, 'done');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      answers.set(id, error.reason);
    }
  }
  return answers;
}

async function assign(tx: Transaction, leads: LeadModel[], ownerId: string | null): Promise<Map<string, string>> {
  if (ownerId !== null) await requireAssignable(tx, ownerId);
  const others = leads.filter((lead) => lead.ownerId !== ownerId);
  const answers = new Map<string, string>();
  // Leads that were taken and those that wait get different moments, each group by one statement.
  for (const [isTaken, group] of Map.groupBy(others, (lead) => lead.takenAt !== null)) {
    const written = await writeUnchanged(tx, group, { ownerId });
    if (takenAfterAssignment(tx.ctx, isTaken ? tx.ctx.clock.now() : null, ownerId) === null) {
      await tx.db.lead.updateMany({ where: { id: { in: [...written] } }, data: { takenAt: null } });
    } else if (ownerId === tx.ctx.actor.id) {
      await tx.db.lead.updateMany({ where: { id: { in: [...written] } }, data: { takenAt: tx.ctx.clock.now() } });
    }
    await handOverLeads(
      tx,
      group.filter(({ id }) => written.has(id)),
      ownerId,
    );
    for (const { id } of group) answers.set(id, written.has(id) ? 'done' : 'lead.changedMeanwhile');
  }
  return answers;
}

async function write(
  tx: Transaction,
  leads: LeadModel[],
  data: { spamAt: Date | null } | { deletedAt: Date },
  kind: 'lead.putAside' | 'lead.broughtBack' | 'lead.deleted',
): Promise<Map<string, string>> {
  const written = await writeUnchanged(tx, leads, data);
  for (const { id: leadId, contactId } of leads.filter(({ id }) => written.has(id))) {
    tx.activity({ kind, leadId, contactId });
    tx.audit({ action: kind, subjectType: 'lead', subjectId: leadId });
    if (kind === 'lead.putAside') tx.event(kind, leadId, { why: 'spam' });
    else tx.event(kind, leadId, {});
  }
  return new Map(leads.map(({ id }) => [id, written.has(id) ? 'done' : 'lead.changedMeanwhile']));
}

/** Writes those leads that are still as they were read; returns their ids. */
async function writeUnchanged(
  tx: Transaction,
  leads: LeadModel[],
  data: { ownerId: string | null } | { spamAt: Date | null } | { deletedAt: Date },
): Promise<Set<string>> {
  const rows = await tx.db.lead.updateManyAndReturn({
    where: { deletedAt: null, OR: leads.map(({ id, version }) => ({ id, version })) },
    data: { ...data, version: { increment: 1 } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}
