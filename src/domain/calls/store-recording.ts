import { z } from 'zod';
import { ProviderError } from '#platform/errors.ts';
import { sha256 } from '#platform/hashing.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { Telephony } from '#domain/ports/telephony.ts';
import { inTransaction } from '#domain/transaction.ts';
import { requireSystem } from '#domain/calls/policy.ts';

export const StoreRecordingInput = z.strictObject({ callId: z.uuid(), url: z.string().min(1).max(4_000) });
export type StoreRecordingInput = z.input<typeof StoreRecordingInput>;

const extensions: Record<string, string> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
};

/** Copies a call's recording from the provider into our own storage; a link that has run out is asked for anew. */
export async function storeRecording(ctx: Context, input: StoreRecordingInput): Promise<{ fileId: string | null }> {
  requireSystem(ctx);
  const { callId, url } = parseInput(StoreRecordingInput, input);
  const call = await ctx.db.call.findFirst({ where: { id: callId, deletedAt: null } });
  if (!call || call.recordingStatus === 'stored' || call.recordingStatus === 'none')
    return { fileId: call?.recordingFileId ?? null };
  const { bytes, mimeType } = await download(await ctx.ports.telephony(), url, call.providerCallId);
  const digest = sha256(bytes);
  const extension = extensions[mimeType] ?? 'audio';
  const storageKey = `${ctx.organizationId}/recordings/${callId}/${digest.slice(0, 16)}.${extension}`;
  await ctx.ports.storage.put(storageKey, bytes, mimeType);
  return inTransaction(ctx, async (tx) => {
    const name = `call-${(call.startedAt ?? call.createdAt).toISOString().slice(0, 16).replace(/[T:]/g, '-')}.${extension}`;
    const file = await tx.db.storedFile.upsert({
      where: { organizationId_storageKey: { organizationId: ctx.organizationId, storageKey } },
      create: { id: newId(), storageKey, name, mimeType, sizeBytes: bytes.byteLength, sha256: digest },
      update: {},
    });
    const { count } = await tx.db.call.updateMany({
      where: { id: callId, recordingStatus: { in: ['offered', 'failed'] } },
      data: { recordingFileId: file.id, recordingStatus: 'stored', version: { increment: 1 } },
    });
    if (count > 0) {
      tx.audit({
        action: 'call.recordingStored',
        subjectType: 'call',
        subjectId: callId,
        data: { fileId: file.id, sha256: digest },
      });
      tx.event('call.recordingStored', callId, {});
    }
    return { fileId: file.id };
  });
}

async function download(telephony: Telephony, url: string, providerCallId: string | null) {
  try {
    return await telephony.downloadRecording(url);
  } catch (error) {
    const mayHaveRunOut = error instanceof ProviderError && error.kind === 'permanent' && providerCallId !== null;
    if (!mayHaveRunOut) throw error;
    const fresh = (await telephony.getCall(providerCallId))?.recordingUrl;
    if (!fresh || fresh === url) throw error;
    return telephony.downloadRecording(fresh);
  }
}

/** States that the recording could not be fetched, so that nobody waits for it. Repeatable. */
export async function giveUpRecording(ctx: Context, input: { callId: string; error: string }): Promise<void> {
  requireSystem(ctx);
  await inTransaction(ctx, async (tx) => {
    const [call] = await tx.db.call.updateManyAndReturn({
      where: { id: input.callId, recordingStatus: 'offered' },
      data: { recordingStatus: 'failed', version: { increment: 1 } },
    });
    if (!call) return;
    tx.audit({
      action: 'call.recordingFailed',
      subjectType: 'call',
      subjectId: call.id,
      data: { error: input.error.slice(0, 500) },
    });
    tx.event('call.changed', call.id, { version: call.version });
  });
}
