import type { Context } from '#domain/context.ts';

/** Who a notice is about, as it stands now: the client's name, and the member whose work it is. */
export interface SubjectFacts {
  client: string | null;
  member: string | null;
}

interface Subject {
  subjectType: string;
  subjectId: string | null;
}

const withNames = { select: { name: true } } as const;

/** Reads what many notices are about by one query for each kind of record. */
export async function readSubjects(ctx: Context, rows: readonly Subject[]): Promise<Map<string, SubjectFacts>> {
  const idsOf = (type: string) => ({
    id: { in: rows.flatMap((row) => (row.subjectType === type && row.subjectId ? [row.subjectId] : [])) },
  });
  const [leads, calls, requests, conversations] = await Promise.all([
    ctx.db.lead.findMany({ where: idsOf('lead'), select: { id: true, name: true, owner: withNames } }),
    ctx.db.call.findMany({
      where: idsOf('call'),
      select: { id: true, clientName: true, lead: withNames, manager: withNames },
    }),
    ctx.db.callRequest.findMany({
      where: idsOf('callRequest'),
      select: { id: true, lead: withNames, requester: withNames },
    }),
    ctx.db.conversation.findMany({
      where: idsOf('conversation'),
      select: { id: true, contact: withNames, owner: withNames },
    }),
  ]);
  return new Map<string, SubjectFacts>([
    ...leads.map((row) => [row.id, { client: row.name, member: row.owner?.name ?? null }] as const),
    ...calls.map(
      (row) => [row.id, { client: row.lead?.name ?? row.clientName, member: row.manager?.name ?? null }] as const,
    ),
    ...requests.map((row) => [row.id, { client: row.lead.name, member: row.requester.name }] as const),
    ...conversations.map((row) => [row.id, { client: row.contact.name, member: row.owner?.name ?? null }] as const),
  ]);
}
