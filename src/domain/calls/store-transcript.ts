import { newId } from '#platform/ids.ts';
import type { ProviderCall } from '#domain/ports/telephony.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { CallModel } from '#prisma/generated/models/Call.ts';
import type { AnalysisStatus } from '#prisma/generated/enums.ts';
import { cleanSegments, isFuller, transcriptSize } from '#domain/calls/merge-provider-facts.ts';

/** `none`, `partial` while people talk, `final`, or `empty` when the provider is done and nobody's words are known. */
type TranscriptStatus = 'none' | 'partial' | 'final' | 'empty';

export interface StoredTranscript {
  isNew: boolean;
  columns: { transcriptStatus?: TranscriptStatus; analysisStatus?: AnalysisStatus };
  announce(): void;
}

const nothing: StoredTranscript = { isNew: false, columns: {}, announce: () => undefined };

/**
 * Keeps the fullest transcript that any fact carried, and has it analyzed once it is final. A conversation without a
 * transcript is told as not analyzable, with the reason `transcriptEmpty`.
 */
export async function storeTranscript(
  tx: Transaction,
  call: CallModel,
  provided: ProviderCall,
  isEnded: boolean,
): Promise<StoredTranscript> {
  const given = cleanSegments(provided.segments ?? []);
  const isFinal = provided.phase !== 'registered' && provided.phase !== 'ongoing';
  const present = await tx.db.transcriptSegment.findMany({ where: { callId: call.id }, select: { text: true } });
  const stored = transcriptSize(present, call.transcriptStatus === 'final');
  if (given.length > 0 && isFuller(transcriptSize(given, isFinal), stored)) {
    await tx.db.transcriptSegment.deleteMany({ where: { callId: call.id } });
    await tx.db.transcriptSegment.createMany({
      data: given.map((segment, position) => ({ id: newId(), callId: call.id, position, ...segment })),
    });
    // After the provider's last word nothing fuller will come.
    const isLast = isFinal || call.providerRank >= 4;
    return settled(tx, call, provided, isLast ? 'final' : 'partial', isEnded);
  }
  const isDone = isFinal && provided.complete && call.transcriptStatus !== 'final' && call.transcriptStatus !== 'empty';
  if (!isDone) return becameReadable(tx, call, provided, isEnded);
  return settled(tx, call, provided, present.length > 0 ? 'final' : 'empty', isEnded);
}

/** The transcript was there before the call was known to be over for good. */
function becameReadable(tx: Transaction, call: CallModel, provided: ProviderCall, isEnded: boolean): StoredTranscript {
  const waits = call.transcriptStatus === 'final' && call.analysisStatus === 'none' && isEnded;
  return waits ? settled(tx, call, provided, 'final', isEnded) : nothing;
}

function settled(
  tx: Transaction,
  call: CallModel,
  provided: ProviderCall,
  transcriptStatus: TranscriptStatus,
  isEnded: boolean,
): StoredTranscript {
  const isReadable = transcriptStatus === 'final' && isEnded;
  return {
    isNew: true,
    columns: { transcriptStatus, ...(isReadable ? { analysisStatus: 'pending' as const } : {}) },
    announce() {
      if (isReadable) tx.event('call.transcriptStored', call.id, {});
      // Nobody expects an analysis of a call that nobody took.
      const isConversation = isEnded && provided.phase === 'ended';
      if (transcriptStatus === 'empty' && isConversation)
        tx.event('call.analysisFailed', call.id, { error: 'transcriptEmpty' });
    },
  };
}
