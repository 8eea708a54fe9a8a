import { newId } from '#platform/ids.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { RequestToDecide } from '#domain/call-requests/request-to-decide.ts';

/**
 * The one call of a request, waiting to be dialled. A call that an edit had cancelled before it was dialled is the same row
 * again, so that a request never has two. Returns its id.
 */
export async function queueCall(tx: Transaction, request: RequestToDecide): Promise<string> {
  const present = await tx.db.call.findFirst({ where: { callRequestId: request.id }, select: { id: true } });
  const facts = {
    leadId: request.leadId,
    contactId: request.contactId,
    managerId: request.requesterId,
    managerName: request.requester.name,
    clientName: request.contact.name,
    agentId: request.agentId,
    phone: request.phone,
    status: 'queued' as const,
    nextAttemptAt: null,
    failureNote: null,
  };
  if (present) {
    await tx.db.call.update({ where: { id: present.id }, data: { ...facts, version: { increment: 1 } } });
    return present.id;
  }
  const id = newId();
  await tx.db.call.create({
    data: { id, callRequestId: request.id, source: 'retell', direction: 'outgoing', ...facts },
  });
  tx.event('call.created', id, { source: 'retell' });
  return id;
}
