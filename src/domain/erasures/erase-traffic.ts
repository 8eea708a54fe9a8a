import { defineWrite } from '#platform/database/write.ts';
import type { Traces } from '#domain/erasures/collect-traces.ts';
import type { Transaction } from '#domain/transaction.ts';

/** Deletes or blanks what was said, written and sent: messages, calls, e-mails, and copies of them on their way. */
export async function eraseTraffic(tx: Transaction, traces: Traces): Promise<Record<string, number>> {
  const { db } = tx;
  const { contactIds, leadIds, dealIds, callIds, conversationIds, identities } = traces;
  const inCalls = { callId: { in: callIds } };
  const inConversations = { conversationId: { in: conversationIds } };
  const ofRecords = [{ contactId: { in: contactIds } }, { leadId: { in: leadIds } }, { dealId: { in: dealIds } }];
  const counts: Record<string, number> = {};
  const done = async (name: string, work: Promise<{ count: number }>) => void (counts[name] = (await work).count);

  await done('transcriptSegments', db.transcriptSegment.deleteMany({ where: inCalls }));
  await done('callAnalyses', db.callAnalysis.deleteMany({ where: inCalls }));
  await done('callAttempts', db.callAttempt.updateMany({ where: inCalls, data: { permission: {}, error: null } }));
  await done('drafts', db.draft.deleteMany({ where: { OR: [inConversations, inCalls, { leadId: { in: leadIds } }] } }));
  await done('messages', db.message.deleteMany({ where: inConversations }));
  await done('conversations', db.conversation.deleteMany({ where: { id: { in: conversationIds } } }));
  // Nobody calls somebody who wants to be forgotten.
  await db.callRequest.updateMany({
    where: { contactId: { in: contactIds }, status: 'pending' },
    data: { status: 'cancelled', decidedAt: tx.ctx.clock.now() },
  });
  await done(
    'callRequests',
    db.callRequest.updateMany({ where: { contactId: { in: contactIds } }, data: { goal: '', phone: '' } }),
  );
  await db.call.updateMany({
    where: { id: { in: callIds }, status: 'queued' },
    data: { status: 'cancelled', outcome: 'cancelled', nextAttemptAt: null },
  });
  await done(
    'calls',
    db.call.updateMany({
      where: { id: { in: callIds } },
      data: {
        phone: null,
        clientName: null,
        failureNote: null,
        externalSource: null,
        externalId: null,
        recordingFileId: null,
        recordingStatus: 'none',
        transcriptStatus: 'none',
        analysisStatus: 'none',
        version: { increment: 1 },
      },
    }),
  );
  const addressed = { toAddresses: { hasSome: [...identities.emails] } };
  await done('emails', db.email.deleteMany({ where: { OR: [...ofRecords, addressed] } }));
  await done('notes', db.note.deleteMany({ where: { OR: ofRecords } }));
  await done('tasks', db.task.updateMany({ where: { OR: [...ofRecords, inCalls] }, data: { title: '—', note: null } }));
  await done('activities', db.activity.updateMany({ where: { OR: ofRecords }, data: { data: {} } }));
  await done(
    'notices',
    db.notice.updateMany({
      where: { subjectId: { in: [...contactIds, ...leadIds, ...callIds, ...conversationIds] } },
      data: { data: {} },
    }),
  );
  return { ...counts, ...(await eraseCopies(tx, traces)) };
}

async function eraseCopies(tx: Transaction, traces: Traces): Promise<Record<string, number>> {
  const { contactIds, leadIds, dealIds, callIds, conversationIds, identities } = traces;
  const { phones, emails, telegramUserId, telegramUsername } = identities;
  const ids = [...contactIds, ...leadIds, ...dealIds, ...callIds, ...conversationIds];
  const words = [
    ...phones.map((phone) => phone.replace('+', '')),
    ...emails,
    ...(telegramUserId ? [String(telegramUserId)] : []),
    ...(telegramUsername ? [telegramUsername] : []),
  ].map((word) => `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  const lanes = telegramUserId ? [`user:${telegramUserId}`, `chat:${telegramUserId}`] : [];
  return {
    webhookBodies: words.length > 0 ? await tx.write(blankDeliveries, words) : 0,
    outgoingWebhooks: await tx.write(blankOutgoing, ids),
    idempotencyRecords: await tx.write(deleteAnswers, [...words, ...ids.map((id) => `%${id}%`)]),
    telegramUpdates: lanes.length > 0 ? await tx.write(deleteUpdates, lanes) : 0,
  };
}

const blankDeliveries = defineWrite<[words: string[]]>(`
  UPDATE webhook_deliveries SET body = '', headers = '{}', result = NULL
  WHERE organization_id = $1::uuid AND handled_at IS NOT NULL AND body LIKE ANY ($2::text[])`);
const blankOutgoing = defineWrite<[ids: string[]]>(`
  UPDATE outgoing_webhooks w SET body = '{}'
  FROM events e WHERE w.organization_id = $1::uuid AND e.organization_id = $1::uuid AND e.id = w.event_id
    AND e.subject_id = ANY ($2::uuid[])`);
const deleteAnswers = defineWrite<[words: string[]]>(`
  DELETE FROM idempotency_records WHERE organization_id = $1::uuid AND response::text LIKE ANY ($2::text[])`);
const deleteUpdates = defineWrite<[lanes: string[]]>(`
  DELETE FROM telegram_updates
  WHERE organization_id = $1::uuid AND handled_at IS NOT NULL AND (user_lane = ANY ($2::text[]) OR chat_lane = ANY ($2::text[]))`);
