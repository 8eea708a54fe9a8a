import type { Transaction } from '#domain/transaction.ts';

/** Why a call stands before a person. Kept as `<reason>` or `<reason>: <detail>` in the call's failure note. */
export const needsPersonReasons = [
  /** What was approved is not what would be dialled. */
  'approvalMismatch',
  'agentDisabled',
  /** "May we call?" says no and waiting does not help within the window; the detail lists the rules. */
  'permissionDenied',
  /** The window ended before the call could be placed. */
  'windowOver',
  /** The provider refused this call for good. */
  'providerRefused',
  /** All tries to reach the provider failed; certainly nothing was dialled. */
  'notPlaced',
  /** It is not known whether the phone rang. */
  'outcomeUnknown',
] as const;
export type NeedsPersonReason = (typeof needsPersonReasons)[number];

/** The reason and detail behind a failure note; null when the note is none of these. */
export function readNeedsPersonNote(note: string | null): { reason: NeedsPersonReason; detail: string } | null {
  const [head = '', ...rest] = (note ?? '').split(': ');
  const reason = needsPersonReasons.find((known) => known === head);
  return reason ? { reason, detail: rest.join(': ') } : null;
}

/** Stops a call and shows it to a person, who may have it dialled again or close it. Repeating it changes nothing. */
export async function putBeforePerson(
  tx: Transaction,
  call: { id: string; leadId: string | null; contactId: string | null },
  reason: NeedsPersonReason,
  detail = '',
): Promise<void> {
  const note = detail === '' ? reason : `${reason}: ${detail.slice(0, 400)}`;
  const { count } = await tx.db.call.updateMany({
    where: { id: call.id, status: { in: ['queued', 'dialing', 'ringing', 'ongoing'] } },
    data: { status: 'needs_person', failureNote: note, nextAttemptAt: null, version: { increment: 1 } },
  });
  if (count === 0) return;
  tx.audit({ action: 'call.needsPerson', subjectType: 'call', subjectId: call.id, data: { reason, detail } });
  tx.activity({
    kind: 'call.needsPerson',
    leadId: call.leadId,
    contactId: call.contactId,
    data: { callId: call.id, reason, detail },
  });
  tx.event('call.needsPerson', call.id, { why: reason });
}
