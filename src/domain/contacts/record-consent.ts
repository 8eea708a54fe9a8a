import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import { requireContact } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const ConsentKindInput = z.enum(['call', 'ai_call', 'marketing_call', 'message']);

export const RecordConsentInput = z.strictObject({
  contactId: z.uuid(),
  kind: ConsentKindInput,
  granted: z.boolean(),
  source: z.enum(['form', 'message', 'call', 'manual']),
  /** Where it can be looked up: a message's id, a form's address and time, a call's id and second. */
  proof: z.record(z.string().max(60), z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()])).default({}),
});
export type RecordConsentInput = z.input<typeof RecordConsentInput>;

/** Records what a person allowed or withdrew, with its proof. The newest word of a kind counts; nothing is overwritten. */
export async function recordConsent(ctx: Context, input: RecordConsentInput): Promise<{ consentId: string }> {
  requirePermission(ctx, 'contacts.write');
  const data = parseInput(RecordConsentInput, input);
  return inTransaction(ctx, async (tx) => {
    await requireContact(ctx, tx.db, data.contactId);
    const consentId = newId();
    await tx.db.consent.create({
      data: {
        id: consentId,
        contactId: data.contactId,
        kind: data.kind,
        granted: data.granted,
        source: data.source,
        proof: data.proof,
        recordedById: ctx.actor.kind === 'user' ? ctx.actor.id : null,
        recordedAt: ctx.clock.now(),
      },
    });
    const facts = { kind: data.kind, granted: data.granted, source: data.source };
    tx.audit({ action: 'consent.recorded', subjectType: 'contact', subjectId: data.contactId, data: facts });
    tx.activity({
      kind: data.granted ? 'consent.granted' : 'consent.withdrawn',
      contactId: data.contactId,
      data: facts,
    });
    return { consentId };
  });
}
