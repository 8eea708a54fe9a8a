import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { blankWords, collectTraces } from '#domain/erasures/collect-traces.ts';
import type { Traces } from '#domain/erasures/collect-traces.ts';
import { eraseRecords } from '#domain/erasures/erase-records.ts';
import { eraseTraffic } from '#domain/erasures/erase-traffic.ts';
import { toErasureView } from '#domain/erasures/erasure-view.ts';
import type { ErasureView } from '#domain/erasures/erasure-view.ts';
import { hashIdentities } from '#domain/erasures/identity-hashes.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const EraseContactInput = z.strictObject({
  contactId: z.uuid(),
  /** Why, such as the number of the person's request; without anything about the person. */
  reason: z.string().trim().min(1).max(500),
});
export type EraseContactInput = z.input<typeof EraseContactInput>;

/**
 * Erases one person on request: everything personal is deleted or blanked in one transaction, their files are thrown away
 * after it, and what stays is proof with hashes by which an import recognizes them. Numbers of calls and amounts of deals
 * stay, without the person. A repeat answers as the first time. docs/erasure.md says what goes and what stays.
 */
export async function eraseContact(ctx: Context, input: EraseContactInput): Promise<ErasureView> {
  requirePermission(ctx, 'data.erase');
  const { contactId, reason } = parseInput(EraseContactInput, input);
  const member = requireUser(ctx);
  const traces = await collectTraces(ctx, contactId);
  return inTransaction(
    ctx,
    async (tx) => {
      const before = await tx.db.erasure.findFirst({ where: { contactId } });
      if (before) return toErasureView(before);
      const proof = { ...(await eraseTraffic(tx, traces)), ...(await eraseRecords(tx, traces)) };
      const erasure = await tx.db.erasure.create({
        data: {
          id: newId(),
          contactId,
          reason: blankWords(reason, traces),
          identityHashes: hashIdentities(ctx, traces.identities),
          proof: { ...proof, files: traces.fileIds.length, doNotCallKept: await countKept(tx, traces) },
          erasedById: member.id,
        },
      });
      tx.audit({
        action: 'contact.erased',
        subjectType: 'contact',
        subjectId: contactId,
        data: { erasureId: erasure.id },
      });
      tx.event('contact.erased', contactId, { fileIds: traces.fileIds, leadIds: traces.leadIds });
      return toErasureView(erasure);
    },
    { timeoutMs: 120_000 },
  );
}

/** Numbers that must not be called stay on that list: it protects the person. */
function countKept(tx: Transaction, traces: Traces): Promise<number> {
  return tx.db.doNotCallEntry.count({ where: { e164: { in: [...traces.identities.phones] } } });
}
