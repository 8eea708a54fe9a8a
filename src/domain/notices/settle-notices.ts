import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { noticeKinds } from '#domain/notices/notice-kinds.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const ActOnNoticeInput = z.strictObject({ noticeId: z.uuid() });
export type ActOnNoticeInput = z.input<typeof ActOnNoticeInput>;

/** The acting member did something with a notice of theirs; the first time counts. */
export async function actOnNotice(ctx: Context, input: ActOnNoticeInput): Promise<void> {
  const { id: userId } = requireUser(ctx);
  const { noticeId } = parseInput(ActOnNoticeInput, input);
  await inTransaction(ctx, async (tx) => {
    const notice = await tx.db.notice.findFirst({ where: { id: noticeId, userId } });
    if (!notice) throw notFound('notice');
    if (notice.actedAt) return;
    await tx.db.notice.updateMany({ where: { id: noticeId, actedAt: null }, data: { actedAt: ctx.clock.now() } });
    tx.event('notice.settled', noticeId, { headId: headOf(notice) });
  });
}

export const ResolveNoticesInput = z.strictObject({
  subjectId: z.uuid(),
  kinds: z.array(z.enum(noticeKinds)).min(1),
  byId: z.uuid().nullable(),
});
export type ResolveNoticesInput = z.input<typeof ResolveNoticesInput>;

/** What notices of these kinds tell of was settled, by this member if by one: their messages say so. For jobs. */
export async function resolveNotices(ctx: Context, input: ResolveNoticesInput): Promise<{ resolved: number }> {
  requireSystem(ctx);
  const { subjectId, kinds, byId } = parseInput(ResolveNoticesInput, input);
  return inTransaction(ctx, async (tx) => {
    const open = await tx.db.notice.findMany({
      where: { subjectId, kind: { in: kinds }, resolvedAt: null },
      select: { id: true, userId: true, status: true, foldedIntoId: true },
      take: 200,
    });
    if (open.length === 0) return { resolved: 0 };
    const now = ctx.clock.now();
    await tx.db.notice.updateMany({
      where: { id: { in: open.map(({ id }) => id) }, resolvedAt: null },
      data: { resolvedAt: now, resolvedById: byId },
    });
    if (byId !== null) await countAsAct(tx, subjectId, kinds, byId);
    for (const notice of open)
      if (notice.status === 'sent' || notice.status === 'folded')
        tx.event('notice.settled', notice.id, { headId: headOf(notice) });
    return { resolved: open.length };
  });
}

/** Whoever settled it after they were told of it acted on it. */
async function countAsAct(tx: Transaction, subjectId: string, kinds: string[], userId: string): Promise<void> {
  await tx.db.notice.updateMany({
    where: { subjectId, kind: { in: kinds }, userId, actedAt: null, status: { in: ['sent', 'folded'] } },
    data: { actedAt: tx.ctx.clock.now() },
  });
}

const headOf = (notice: { status: string; foldedIntoId: string | null }) =>
  notice.status === 'folded' ? notice.foldedIntoId : null;
