import { z } from 'zod';
import { sha256 } from '#platform/hashing.ts';
import { newId, newSecret } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const CreateIncomingTokenInput = z.strictObject({ name: z.string().trim().min(1).max(120) });
export type CreateIncomingTokenInput = z.input<typeof CreateIncomingTokenInput>;

/** Makes a secret address that takes leads and messages from anywhere. It is shown once; only its hash is kept. */
export async function createIncomingToken(
  ctx: Context,
  input: CreateIncomingTokenInput,
): Promise<{ id: string; token: string; url: string }> {
  requirePermission(ctx, 'settings.write');
  const { name } = parseInput(CreateIncomingTokenInput, input);
  const token = newSecret(32);
  const id = newId();
  await inTransaction(ctx, async (tx) => {
    await tx.db.incomingToken.create({ data: { id, name, tokenHash: sha256(token) } });
    tx.audit({ action: 'incomingToken.created', subjectType: 'incomingToken', subjectId: id, data: { name } });
  });
  return { id, token, url: `${ctx.runtime.publicUrl}/api/webhooks/incoming/${token}` };
}
