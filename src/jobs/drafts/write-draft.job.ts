import type { Context } from '#domain/context.ts';
import { drawCard } from '#domain/cards/redraw-cards.ts';
import { failDraft } from '#domain/drafts/fail-draft.ts';
import { WriteDraftInput, writeDraft } from '#domain/drafts/write-draft.ts';
import { messageOf } from '#platform/errors.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Telegram allows about one edit a second in a chat. */
const pauseMs = 1_200;

export const writeDraftJob = defineJob({
  name: 'write-draft',
  queue: 'llm',
  input: WriteDraftInput,
  maxAttempts: 5,
  leaseSec: 90,
  async run(ctx, input) {
    const live = await showWhileWritten(ctx, input.draftId);
    try {
      return await writeDraft(ctx, input, live.onText);
    } finally {
      await live.finish();
    }
  },
  onParked: (ctx, input, error) => failDraft(ctx, { ...input, error: error.slice(0, 2_000) }),
});

/** Shows the growing text in the draft's cards, one edit at a time. What cannot be shown is skipped: the end is drawn anyway. */
async function showWhileWritten(ctx: Context, draftId: string) {
  const shownIds = new Set<string>();
  let running: Promise<void> | undefined;
  let shownAtMs = -Infinity;
  async function show(text: string) {
    try {
      // The card itself is sent by the work that draws cards; sent from here as well, it would stand in the chat twice.
      const where = { kind: 'draft', subjectId: draftId, messageId: { not: null }, closedAt: null };
      for (const { id: cardId } of await ctx.db.card.findMany({ where, select: { id: true } })) {
        const { drawn } = await drawCard(ctx, { cardId }, { text });
        if (drawn) shownIds.add(cardId);
      }
    } catch (error) {
      ctx.log.debug({ draftId, err: messageOf(error) }, 'a draft could not be shown while it was written');
    }
  }
  return {
    onText(textSoFar: string) {
      const nowMs = performance.now();
      if (running || nowMs - shownAtMs < pauseMs) return;
      shownAtMs = nowMs;
      running = show(textSoFar).finally(() => (running = undefined));
    },
    /** The last live picture may land after the end was drawn, so the end is drawn once more; unchanged cards stay. */
    async finish() {
      await running;
      for (const cardId of shownIds) await drawCard(ctx, { cardId }).catch(() => undefined);
    },
  };
}
