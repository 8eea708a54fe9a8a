import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { DraftReplyInput, LlmAnswer } from '#domain/ports/llm.ts';
import { inTransaction } from '#domain/transaction.ts';

export const WriteDraftInput = z.strictObject({ draftId: z.uuid(), revision: z.int().positive() });
export type WriteDraftInput = z.input<typeof WriteDraftInput>;

const messagesShown = 12;

/**
 * Has the model write a draft that waits for it, with `onText` told of the text as it grows, and stores it as ready. Does
 * nothing when the draft was decided, went stale or is to be written anew in the meantime. Throws ProviderError.
 */
export async function writeDraft(ctx: Context, input: WriteDraftInput, onText: (textSoFar: string) => void): Promise<{ written: boolean }> {
  const { draftId, revision } = parseInput(WriteDraftInput, input);
  const question = await gatherQuestion(ctx, draftId, revision);
  if (!question) return { written: false };
  const llm = await ctx.ports.llm();
  const startedMs = performance.now();
  let answer: LlmAnswer<string>;
  try {
    answer = await llm.draftReply(question, onText);
  } catch (error) {
    await recordUsage(ctx, { engine: llm.engine, inputTokens: 0, outputTokens: 0, costMicros: null, ok: false }, startedMs);
    throw error;
  }
  await recordUsage(ctx, { engine: answer.engine, ...answer.usage, ok: true }, startedMs);
  return inTransaction(ctx, async (tx) => {
    const { count } = await tx.db.draft.updateMany({
      where: { id: draftId, revision, status: 'generating' },
      data: { status: 'ready', text: answer.value, engine: answer.engine, error: null },
    });
    if (count === 1) tx.event('draft.ready', draftId, { revision });
    return { written: count === 1 };
  });
}

/** Marks a draft that could not be written, so that its owner sees it and can ask again or write by hand. */
export async function failDraft(ctx: Context, input: WriteDraftInput & { error: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.db.draft.updateMany({
      where: { id: input.draftId, revision: input.revision, status: 'generating' },
      data: { status: 'failed', error: input.error.slice(0, 500) },
    });
    if (count === 1) tx.event('draft.failed', input.draftId, { revision: input.revision });
  });
}

async function gatherQuestion(ctx: Context, draftId: string, revision: number): Promise<DraftReplyInput | null> {
  const draft = await ctx.db.draft.findFirst({
    where: { id: draftId, revision, status: 'generating' },
    include: {
      owner: { select: { name: true } },
      conversation: { include: { contact: { select: { name: true, language: true } } } },
      call: { include: { analysis: { select: { summary: true, actionItems: true } } } },
    },
  });
  if (!draft) return null;
  const organization = await ctx.db.organization.findFirstOrThrow({ select: { language: true } });
  const messages = await ctx.db.message.findMany({
    where: { conversationId: draft.conversationId, status: { in: ['received', 'sent', 'queued'] } },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: messagesShown,
    select: { direction: true, text: true },
  });
  return {
    language: draft.conversation.contact.language ?? organization.language,
    managerName: draft.owner.name,
    clientName: draft.conversation.contact.name,
    messages: messages.toReversed().map(({ direction, text }) => ({ from: direction === 'incoming' ? 'client' : 'us', text })),
    callSummary: draft.call?.analysis?.summary ?? null,
    nextSteps: draft.call?.analysis?.actionItems ?? [],
    hint: draft.hint,
  };
}

async function recordUsage(
  ctx: Context,
  usage: { engine: string; inputTokens: number; outputTokens: number; costMicros: number | null; ok: boolean },
  startedMs: number,
): Promise<void> {
  await ctx.db.aiUsage.create({ data: { purpose: 'draftReply', ...usage, durationMs: Math.round(performance.now() - startedMs) } });
}
