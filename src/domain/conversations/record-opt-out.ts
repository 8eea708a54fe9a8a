import { newId } from '#platform/ids.ts';
import type { OptOut } from '#domain/conversations/opt-out.ts';
import type { Transaction } from '#domain/transaction.ts';

/**
 * Records what a client asked us to stop: withdrawn consents with the message as their proof, and their numbers on the
 * do-not-call list. What is unsure only goes to the timeline, for a person to judge.
 */
export async function recordOptOut(
  tx: Transaction,
  said: { contactId: string; leadId: string | null; messageId: string; text: string },
  optOut: OptOut,
): Promise<void> {
  const { contactId, leadId, messageId } = said;
  if (optOut.unsure) {
    tx.activity({ kind: 'optOut.unsure', leadId, contactId, data: { messageId, text: said.text.slice(0, 500) } });
    return;
  }
  const kinds = [
    ...(optOut.calls ? (['call', 'ai_call', 'marketing_call'] as const) : []),
    ...(optOut.messages ? (['message'] as const) : []),
  ];
  await tx.db.consent.createMany({
    data: kinds.map((kind) => ({
      id: newId(),
      contactId,
      kind,
      granted: false,
      source: 'message',
      proof: { messageId, text: said.text.slice(0, 1_000) },
      recordedAt: tx.ctx.clock.now(),
    })),
  });
  if (optOut.calls) {
    const phones = await tx.db.contactPhone.findMany({
      where: { contactId },
      orderBy: { e164: 'asc' },
      select: { e164: true },
    });
    await tx.db.doNotCallEntry.createMany({
      data: phones.map(({ e164 }) => ({ id: newId(), e164, reason: said.text.slice(0, 500), source: 'message' })),
      skipDuplicates: true,
    });
  }
  const data = { messageId, calls: optOut.calls, messages: optOut.messages };
  tx.activity({ kind: 'optOut.recorded', leadId, contactId, data });
  tx.audit({ action: 'consent.withdrawn', subjectType: 'contact', subjectId: contactId, data });
}
