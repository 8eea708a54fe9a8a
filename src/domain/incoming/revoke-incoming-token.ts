import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RevokeIncomingTokenInput = z.strictObject({ incomingTokenId: z.uuid() });
export type RevokeIncomingTokenInput = z.input<typeof RevokeIncomingTokenInput>;

/** Closes an incoming address at once. */
export async function revokeIncomingToken(ctx: Context, input: RevokeIncomingTokenInput): Promise<void> {
  requirePermission(ctx, 'settings.write');
  const { incomingTokenId } = parseInput(RevokeIncomingTokenInput, input);
  await inTransaction(ctx, async (tx) => {
    if (!(await tx.db.incomingToken.findFirst({ where: { id: incomingTokenId } }))) throw notFound('setting');
    await tx.db.incomingToken.updateMany({
      where: { id: incomingTokenId, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    });
    tx.audit({ action: 'incomingToken.revoked', subjectType: 'incomingToken', subjectId: incomingTokenId });
  });
}
