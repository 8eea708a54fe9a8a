import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { decodeSeq, encodeSeq } from '#domain/audit/audit-cursor.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { Prisma } from '#prisma/generated/client.ts';

export const ListAuditInput = z.strictObject({
  subjectId: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
  cursor: z.string().max(200).nullish(),
});
export type ListAuditInput = z.input<typeof ListAuditInput>;

/** One entry of the audit log. */
export interface AuditView {
  id: string;
  seq: string;
  actor: { kind: string; id: string | null; name: string | null };
  action: string;
  subjectType: string;
  subjectId: string | null;
  data: Prisma.JsonValue;
  requestId: string | null;
  at: Date;
  hash: string;
}

/** The audit log, newest first, of all or of one record. */
export async function listAudit(
  ctx: Context,
  input: ListAuditInput = {},
): Promise<{ items: AuditView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'audit.read');
  const { subjectId, limit, cursor } = parseInput(ListAuditInput, input);
  const before = decodeSeq(cursor);
  const rows = await ctx.db.auditEntry.findMany({
    where: { ...onlyGiven({ subjectId }), ...(before === null ? {} : { seq: { lt: before } }) },
    orderBy: { seq: 'desc' },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const actorIds = [...new Set(shown.flatMap((row) => (row.actorKind === 'user' && row.actorId ? [row.actorId] : [])))];
  const actors = await ctx.db.user.findMany({ where: { id: { in: actorIds } }, select: { id: true, name: true } });
  const names = new Map(actors.map((actor) => [actor.id, actor.name]));
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      id: row.id,
      seq: String(row.seq),
      actor: { kind: row.actorKind, id: row.actorId, name: names.get(row.actorId ?? '') ?? null },
      action: row.action,
      subjectType: row.subjectType,
      subjectId: row.subjectId,
      data: row.data,
      requestId: row.requestId,
      at: row.at,
      hash: row.hash,
    })),
    nextCursor: rows.length > limit && last ? encodeSeq(last.seq) : null,
  };
}
