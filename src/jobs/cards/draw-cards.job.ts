import { RedrawCardsInput, redrawCards } from '#domain/cards/redraw-cards.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Repeating it does no harm: a card that shows the present state is left alone. */
export const drawCardsJob = defineJob({
  name: 'draw-cards',
  queue: 'telegram',
  input: RedrawCardsInput,
  maxAttempts: 8,
  leaseSec: 60,
  run: redrawCards,
});
