import { z } from 'zod';
import { ProviderError, messageOf } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { failDraft } from '#domain/drafts/fail-draft.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { DraftReplyInput, LlmAnswer } from '#domain/ports/llm.ts';
import { inTransaction } from '#domain/transaction.ts';

export const WriteDraftInput = z.strictObject({ draftId: z.uuid(), revision: z.int() });
export type WriteDraftInput = z.input<typeof WriteDraftInput>;

const messagesShown = 20;
const longestReply = 4_096;

/**
 * Lets the model write a draft; `onText` gets the text while it grows. Nothing is stored when the draft went stale, was
 * discarded or asked for anew meanwhile. Throws ProviderError when it may be tried again; a final failure is on the draft.
 */
export async function writeDraft(
  ctx: Context,
  input: WriteDraftInput,
  onText: (textSoFar: string) => void,
): Promise<{ written: boolean }> {
  requireDoor(ctx);
  const { draftId, revision } = parseInput(WriteDraftInput, input);
  const question = await readQuestion(ctx, draftId, revision);
  if (!question) return { written: false };
  const startedMs = performance.now();
  const llm = await ctx.ports.llm();
  let answer: LlmAnswer<string>;
  try {
    answer = await llm.draftReply(question, onText);
  } catch (error) {
    await recordUsage(
      ctx,
      { engine: llm.engine, usage: { inputTokens: 0, outputTokens: 0, costMicros: null } },
      startedMs,
      false,
    );
    if (!(error instanceof ProviderError) || error.kind !== 'permanent') throw error;
    await failDraft(ctx, { draftId, revision, error: messageOf(error) });
    return { written: false };
  }
  const text = answer.value.trim().slice(0, longestReply);
  await recordUsage(ctx, answer, startedMs, text !== '');
  if (text === '') {
    await failDraft(ctx, { draftId, revision, error: 'The model answered with an empty text.' });
    return { written: false };
  }
  return inTransaction(ctx, async (tx) => {
    const { count } = await tx.db.draft.updateMany({
      where: { id: draftId, revision, status: 'generating' },
      data: { status: 'ready', text, engine: answer.engine, error: null },
    });
    if (count === 0) return { written: false };
    tx.audit({
      action: 'draft.written',
      subjectType: 'draft',
      subjectId: draftId,
      data: { revision, engine: answer.engine },
    });
    tx.event('draft.ready', draftId, { revision });
    return { written: true };
  });
}

async function readQuestion(ctx: Context, draftId: string, revision: number): Promise<DraftReplyInput | null> {
  const draft = await ctx.db.draft.findFirst({
    where: { id: draftId, revision, status: 'generating' },
    include: {
      owner: { select: { name: true, language: true } },
      conversation: { select: { id: true, contact: { select: { name: true, language: true } } } },
      call: { select: { analysis: { select: { summary: true, actionItems: true } } } },
    },
  });
  if (!draft) return null;
  const { contact } = draft.conversation;
  const messages = await ctx.db.message.findMany({
    where: { conversationId: draft.conversation.id, status: { not: 'failed' } },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: messagesShown,
    select: { direction: true, text: true },
  });
  return {
    language:
      contact.language ??
      writtenLanguage(messages.find((one) => one.direction === 'incoming')?.text) ??
      draft.owner.language,
    managerName: draft.owner.name,
    clientName: contact.name,
    messages: messages
      .reverse()
      .map(({ direction, text }) => ({ from: direction === 'incoming' ? 'client' : 'us', text })),
    callSummary: draft.call?.analysis?.summary ?? null,
    nextSteps: draft.call?.analysis?.actionItems ?? [],
    hint: draft.hint,
  };
}

function writtenLanguage(text: string | undefined): 'ru' | 'en' | null {
  const cyrillic = text?.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = text?.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (cyrillic === latin) return null;
  return cyrillic > latin ? 'ru' : 'en';
}

async function recordUsage(
  ctx: Context,
  answer: Pick<LlmAnswer<unknown>, 'engine' | 'usage'>,
  startedMs: number,
  ok: boolean,
): Promise<void> {
  await ctx.db.aiUsage.create({
    data: {
      id: newId(),
      purpose: 'draft',
      engine: answer.engine,
      inputTokens: answer.usage.inputTokens,
      outputTokens: answer.usage.outputTokens,
      costMicros: answer.usage.costMicros,
      durationMs: Math.round(performance.now() - startedMs),
      ok,
    },
  });
}
