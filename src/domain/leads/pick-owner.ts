import type { Context } from '#domain/context.ts';
import { invalidInput } from '#domain/parse-input.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { Language } from '#prisma/generated/enums.ts';

/**
 * Who gets a lead that names no owner: the manager or admin who makes it; for leads that come in, of the managers on duty
 * who speak the person's language (of all on duty when none does or it is not known) the one with the fewest open leads,
 * of equals the one who is longest here; else an admin, else nobody.
 */
export async function pickOwner(
  tx: Transaction,
  creator: Context['actor'],
  language: Language | null = null,
): Promise<string | null> {
  if (creator.kind === 'user' && creator.role !== 'analyst') return creator.id;
  const people = await tx.db.user.findMany({
    where: { disabledAt: null, role: { in: ['manager', 'admin'] } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, role: true, onDuty: true, language: true },
  });
  const managers = people.filter((user) => user.role === 'manager' && user.onDuty);
  const speakers = managers.filter((user) => user.language === language);
  const onDuty = (speakers.length > 0 ? speakers : managers).map((user) => user.id);
  if (onDuty.length > 0) {
    const counts = await tx.db.lead.groupBy({
      by: ['ownerId'],
      where: { ownerId: { in: onDuty }, closedAt: null, deletedAt: null },
      _count: { _all: true },
    });
    const load = new Map(counts.map((row) => [row.ownerId, row._count._all]));
    return onDuty.reduce((best, id) => ((load.get(id) ?? 0) < (load.get(best) ?? 0) ? id : best));
  }
  const admins = people.filter((user) => user.role === 'admin');
  return (admins.find((user) => user.onDuty) ?? admins[0])?.id ?? null;
}

/** Refuses owners who are not there, are disabled, only read, or are the one who leaves. */
export async function requireAssignable(tx: Transaction, userId: string, leavingId?: string): Promise<void> {
  const user = await tx.db.user.findFirst({ where: { id: userId, disabledAt: null }, select: { role: true } });
  if (!user || user.role === 'analyst' || userId === leavingId) {
    throw invalidInput([
      { field: 'ownerId', problem: 'the owner must be an active manager or admin of this organization' },
    ]);
  }
}
