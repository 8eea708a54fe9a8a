import { z } from 'zod';
import { visibleCompanies } from '#domain/companies/policy.ts';
import { visibleContacts } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { visibleDeals } from '#domain/deals/policy.ts';
import { leadViewer, visibleLeads } from '#domain/leads/policy.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { Prisma } from '#prisma/generated/client.ts';

export const ListActivitiesInput = z.strictObject({
  ...pageFields,
  leadId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  companyId: z.uuid().optional(),
  dealId: z.uuid().optional(),
  kind: z.string().max(60).optional(),
  from: z.date().optional(),
  /** The first moment that is too late. */
  to: z.date().optional(),
});
export type ListActivitiesInput = z.input<typeof ListActivitiesInput>;

/** An entry of any timeline. */
export interface AnyActivityView {
  id: string;
  kind: string;
  actorName: string | null;
  lead: string | null;
  contact: string | null;
  company: string | null;
  deal: string | null;
  data: Prisma.JsonValue;
  occurredAt: Date;
}

const name = { select: { name: true } } as const;

/** Entries of all timelines whose record the actor may see, newest first. */
export async function listActivities(
  ctx: Context,
  input: ListActivitiesInput = {},
): Promise<{ items: AnyActivityView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const { limit, cursor, from, to, ...record } = parseInput(ListActivitiesInput, input);
  const rows = await ctx.db.activity.findMany({
    where: {
      AND: [
        visibleActivities(ctx),
        onlyGiven(record),
        from ? { occurredAt: { gte: from } } : {},
        to ? { occurredAt: { lt: to } } : {},
        afterPosition('occurredAt', cursor),
      ],
    },
    orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    include: { lead: name, contact: name, company: name, deal: name },
  });
  const actorIds = rows.flatMap((row) => (row.actorKind === 'user' && row.actorId !== null ? [row.actorId] : []));
  const people = await ctx.db.user.findMany({ where: { id: { in: actorIds } }, select: { id: true, name: true } });
  const names = new Map(people.map((person) => [person.id, person.name]));
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.occurredAt, id: row.id }),
    (row) => ({
      id: row.id,
      kind: row.kind,
      actorName: names.get(row.actorId ?? '') ?? null,
      lead: row.lead?.name ?? null,
      contact: row.contact?.name ?? null,
      company: row.company?.name ?? null,
      deal: row.deal?.name ?? null,
      data: row.data,
      occurredAt: row.occurredAt,
    }),
  );
}

function visibleActivities(ctx: Context): Prisma.ActivityWhereInput {
  if (leadViewer(ctx) === null) return {};
  // What belongs to a lead or deal is seen by whoever sees that, not by everybody who sees its person.
  return {
    OR: [
      { lead: visibleLeads(ctx) },
      { leadId: null, deal: visibleDeals(ctx) },
      { leadId: null, dealId: null, contact: visibleContacts(ctx) },
      { leadId: null, dealId: null, contactId: null, company: visibleCompanies(ctx) },
    ],
  };
}
