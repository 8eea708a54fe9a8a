import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { askAgain } from '#domain/call-requests/ask-again.ts';
import { hashOfRequest, withPayloadParts } from '#domain/call-requests/approval-payload.ts';
import type { Context } from '#domain/context.ts';
import { mergeableRecords, requireRecordPermission } from '#domain/duplicates/policy.ts';
import type { Choices } from '#domain/merges/merge-fields.ts';
import { requireKnownChoices } from '#domain/merges/merge-choices.ts';
import { keepStrictestConsent, lockPair, mergePair, rememberPair } from '#domain/merges/merge-one.ts';
import type { LockedPair, RecordPair } from '#domain/merges/merge-one.ts';
import { readMergeView } from '#domain/merges/merge-view.ts';
import type { MergeView } from '#domain/merges/merge-view.ts';
import { onlyChanged, remember, retake, toStored } from '#domain/merges/snapshot.ts';
import type { Snapshot } from '#domain/merges/snapshot.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { Prisma } from '#prisma/generated/client.ts';

export const MergeRecordsInput = z.strictObject({
  record: z.enum(mergeableRecords),
  survivorId: z.uuid(),
  mergedId: z.uuid(),
  /** By field whose value is kept; what is left out is proposed as the preview does. A lead's person has `contact.` in front. */
  choices: z.record(z.string().max(120), z.enum(['survivor', 'merged', 'both'])).default({}),
  /** The versions that were looked at; a change since refuses. */
  version: z.int().optional(),
  mergedVersion: z.int().optional(),
});
export type MergeRecordsInput = z.input<typeof MergeRecordsInput>;

const undoDays = 30;
/** What each merge is called in timeline, audit and events. */
const happened: { contact: 'contact.merged'; company: 'company.merged'; lead: 'lead.merged' } = {
  contact: 'contact.merged',
  company: 'company.merged',
  lead: 'lead.merged',
};

/**
 * Makes one record of two: all history goes to the survivor, field by field the chosen value is kept, the other one
 * leaves all lists, and for thirty days it can be undone. Leads of two people make one of the people as well. Withdrawn
 * consents and do-not-call numbers of either hold; requests whose facts changed are asked for anew. Refuses with
 * `<record>.changedMeanwhile` when a version is old and `merge.alreadyDone` when somebody was faster.
 */
export async function mergeRecords(ctx: Context, input: MergeRecordsInput): Promise<MergeView> {
  const data = parseInput(MergeRecordsInput, input);
  const { record, survivorId, mergedId, choices } = data;
  requireRecordPermission(ctx, record, 'write');
  if (record === 'lead') requireRecordPermission(ctx, 'contact', 'write');
  if (survivorId === mergedId) throw invalidInput([{ field: 'mergedId', problem: 'this is the same record' }]);
  const mergeId = newId();
  await inTransaction(ctx, async (tx) => {
    const pairs = await lockPairs(tx, { record, survivorId, mergedId });
    requireVersions(pairs[0], data);
    for (const pair of pairs) requireKnownChoices(pair, choices, ofContact(pair, record));
    const before: Snapshot = new Map();
    const consentIds: string[] = [];
    for (const pair of pairs) await rememberPair(tx, before, pair);
    // The person first, so that the leads are one person's when they become one.
    for (const pair of pairs.toReversed()) {
      if (pair.record === 'contact') consentIds.push(...(await keepStrictestConsent(tx, pair)));
      await mergePair(tx, pair, choicesOf(choices, ofContact(pair, record)));
    }
    if (record === 'lead') await giveToOwner(tx, survivorId);
    await askAgainForMerged(tx, pairs);
    const after = await retake(tx.rows, before);
    remember(after, 'consents', await tx.rows.lock('consents', consentIds));
    const changed = onlyChanged(before, after);
    const mergedAt = ctx.clock.now();
    await tx.db.merge.create({
      data: {
        id: mergeId,
        record,
        survivorId,
        mergedId,
        choices,
        before: JSON.parse(JSON.stringify(toStored(changed.before))),
        after: JSON.parse(JSON.stringify(toStored(changed.after))),
        mergedById: ctx.actor.id,
        mergedAt,
        undoUntil: new Date(mergedAt.getTime() + undoDays * 86_400_000),
      },
    });
    const facts = { mergeId, survivorId, mergedId, names: pairs.map(({ merged }) => String(merged['name'])) };
    tx.activity({ kind: happened[record], [`${record}Id`]: survivorId, data: facts });
    tx.audit({ action: happened[record], subjectType: record, subjectId: survivorId, data: { ...facts, choices } });
    tx.event(happened[record], survivorId, { mergedId, mergeId });
  });
  return readMergeView(ctx, mergeId);
}

/** The two records, and behind two leads of two people the people. */
async function lockPairs(tx: Transaction, pair: RecordPair): Promise<[LockedPair, ...LockedPair[]]> {
  if (pair.record !== 'lead') return [await lockPair(tx, pair)];
  // People before leads, as everything that writes about a lead's person does.
  const leads = await tx.db.lead.findMany({
    where: { id: { in: [pair.survivorId, pair.mergedId] } },
    select: { id: true, contactId: true },
  });
  const contactOf = (id: string) => leads.find((lead) => lead.id === id)?.contactId;
  const [survivorId, mergedId] = [contactOf(pair.survivorId), contactOf(pair.mergedId)];
  if (!survivorId || !mergedId || survivorId === mergedId) return [await lockPair(tx, pair)];
  const people = await lockPair(tx, { record: 'contact', survivorId, mergedId });
  const locked = await lockPair(tx, pair);
  if (locked.survivor['contact_id'] !== survivorId || locked.merged['contact_id'] !== mergedId)
    throw new AppError('stale', 'lead.changedMeanwhile', 'One of these leads was changed meanwhile; look again.');
  return [locked, people];
}

function requireVersions(pair: LockedPair, seen: { version?: number | undefined; mergedVersion?: number | undefined }) {
  const isOld =
    (seen.version !== undefined && seen.version !== pair.survivor['version']) ||
    (seen.mergedVersion !== undefined && seen.mergedVersion !== pair.merged['version']);
  if (isOld)
    throw new AppError(
      'stale',
      `${pair.record}.changedMeanwhile`,
      'One of these two was changed meanwhile; look at them again.',
    );
}

/** What stands in front of the fields of a lead's person. */
function ofContact(pair: RecordPair, record: RecordPair['record']): string {
  return record === 'lead' && pair.record === 'contact' ? 'contact.' : '';
}

function choicesOf(choices: Choices, prefix: string): Choices {
  return Object.fromEntries(
    Object.entries(choices).flatMap(([key, choice]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), choice] as const] : [],
    ),
  );
}

/** All conversations and open drafts of the lead are its owner's. */
async function giveToOwner(tx: Transaction, leadId: string): Promise<void> {
  const { ownerId } = await tx.db.lead.findFirstOrThrow({ where: { id: leadId }, select: { ownerId: true } });
  if (ownerId === null) return;
  await tx.db.conversation.updateMany({ where: { leadId, NOT: { ownerId } }, data: { ownerId } });
  await tx.db.draft.updateMany({
    where: { leadId, status: { in: ['generating', 'ready'] }, NOT: { ownerId } },
    data: { ownerId },
  });
}

/** Whatever waits for a decision, or was approved and not dialled, about facts that are others now is asked for anew. */
async function askAgainForMerged(tx: Transaction, pairs: readonly RecordPair[]): Promise<void> {
  const about = pairs.flatMap(({ record, survivorId }): Prisma.CallRequestWhereInput[] =>
    record === 'contact' ? [{ contactId: survivorId }] : record === 'lead' ? [{ leadId: survivorId }] : [],
  );
  const requests = await tx.db.callRequest.findMany({
    where: {
      OR: about,
      AND: {
        OR: [
          { status: 'pending' },
          { status: 'approved', call: { status: 'queued', attempts: { none: { state: { not: 'not_placed' } } } } },
        ],
      },
    },
    include: withPayloadParts,
    orderBy: { id: 'asc' },
  });
  for (const request of requests) {
    if (hashOfRequest(request) !== request.payloadHash) await askAgain(tx, request, {});
  }
}
