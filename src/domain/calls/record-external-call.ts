import { z } from 'zod';
import type { CallOutcome } from '#domain/calls/call-outcome.ts';
import { storeFile } from '#domain/calls/store-file.ts';
import { requirePhone } from '#domain/contacts/contact-fields.ts';
import type { Context } from '#domain/context.ts';
import { LostRace, inTransactionOnce } from '#domain/lost-race.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { Transaction } from '#domain/transaction.ts';
import { newId } from '#platform/ids.ts';

const Segment = z
  .strictObject({
    speaker: z.enum(['A', 'B']),
    startMs: z.int().min(0),
    endMs: z.int().min(0),
    text: z.string().trim().min(1).max(5_000),
  })
  .refine((segment) => segment.endMs >= segment.startMs, { message: 'it ends before it starts', path: ['endMs'] });

export const RecordExternalCallInput = z.strictObject({
  /** Who gave `externalId`; a call that comes again with it changes nothing. */
  externalSource: z.string().trim().min(1).max(60),
  externalId: z.string().trim().min(1).max(200),
  phoneNumber: z.string().trim().min(1).max(40),
  direction: z.enum(['incoming', 'outgoing']),
  status: z.enum(['completed', 'missed']),
  startedAt: z.date(),
  durationSec: z.int().min(0).max(86_400),
  clientName: z.string().trim().min(1).max(200).nullish(),
  managerName: z.string().trim().min(1).max(200).nullish(),
  managerId: z.uuid().nullish(),
  segments: z.array(Segment).max(5_000).optional(),
  recording: z
    .strictObject({
      bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'give the bytes of the file'),
      name: z.string().min(1).max(200),
      mimeType: z.string().min(3).max(100),
    })
    .optional(),
});
export type RecordExternalCallInput = z.input<typeof RecordExternalCallInput>;

/**
 * Records a call that was made elsewhere, linked to the contact and the newest lead of its number. With a transcript it is
 * analysed. `phone.invalid` when the number is none.
 */
export async function recordExternalCall(ctx: Context, input: RecordExternalCallInput): Promise<{ id: string }> {
  requirePermission(ctx, 'leads.write');
  const data = parseInput(RecordExternalCallInput, input);
  const known = await findRecorded(ctx, data);
  if (known) return known;
  const file = data.recording ? await storeFile(ctx, data.recording) : null;
  return inTransactionOnce(ctx, async (tx) => (await findRecorded(tx.ctx, data)) ?? insertCall(tx, data, file));
}

type Data = z.output<typeof RecordExternalCallInput>;

async function findRecorded(ctx: Context, data: Data): Promise<{ id: string } | null> {
  const { externalSource, externalId } = data;
  return ctx.db.call.findFirst({ where: { externalSource, externalId }, select: { id: true } });
}

async function insertCall(tx: Transaction, data: Data, recordingFileId: string | null): Promise<{ id: string }> {
  const { defaultCountry } = await tx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
  const { e164 } = requirePhone(data.phoneNumber, defaultCountry);
  const phone = await tx.db.contactPhone.findFirst({
    where: { e164 },
    include: { contact: { select: { id: true, name: true } } },
  });
  const lead = phone
    ? await tx.db.lead.findFirst({
        where: { contactId: phone.contactId, deletedAt: null },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        select: { id: true, ownerId: true },
      })
    : null;
  const managerId = data.managerId ?? lead?.ownerId ?? null;
  const manager = managerId
    ? await tx.db.user.findFirst({ where: { id: managerId }, select: { id: true, name: true } })
    : null;
  const id = newId();
  const segments = data.segments ?? [];
  const outcome: CallOutcome = data.status === 'completed' ? 'talked' : 'no_answer';
  const { count } = await tx.db.call.createMany({
    data: [
      {
        id,
        externalSource: data.externalSource,
        externalId: data.externalId,
        source: 'incoming',
        direction: data.direction,
        status: data.status === 'completed' ? 'ended' : 'not_connected',
        phone: e164,
        clientName: data.clientName ?? phone?.contact.name ?? null,
        managerName: data.managerName ?? manager?.name ?? null,
        managerId: manager?.id ?? null,
        contactId: phone?.contactId ?? null,
        leadId: lead?.id ?? null,
        outcome,
        startedAt: data.startedAt,
        endedAt: new Date(data.startedAt.getTime() + data.durationSec * 1_000),
        durationSec: data.durationSec,
        createdAt: data.startedAt,
        recordingFileId,
        recordingStatus: recordingFileId ? 'stored' : 'none',
        transcriptStatus: segments.length > 0 ? 'final' : 'none',
        analysisStatus: segments.length > 0 ? 'pending' : 'none',
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) throw new LostRace('call');
  await tx.db.transcriptSegment.createMany({
    data: segments.map((segment, position) => ({ id: newId(), callId: id, position, ...segment })),
  });
  tx.activity({
    kind: 'call.recorded',
    leadId: lead?.id ?? null,
    contactId: phone?.contactId ?? null,
    data: { callId: id, direction: data.direction, outcome, durationSec: data.durationSec },
    occurredAt: data.startedAt,
  });
  tx.audit({
    action: 'call.record',
    subjectType: 'call',
    subjectId: id,
    data: { externalSource: data.externalSource, externalId: data.externalId },
  });
  tx.event('call.created', id, { source: 'incoming' });
  tx.event('call.ended', id, { outcome });
  if (segments.length > 0) tx.event('call.transcriptStored', id, {});
  return { id };
}
