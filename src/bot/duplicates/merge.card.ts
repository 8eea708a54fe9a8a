import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { getMerge } from '#domain/merges/get-merge.ts';
import type { MergeView } from '#domain/merges/merge-view.ts';
import { undoMerge } from '#domain/merges/undo-merge.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { showDay, showTime } from '#bot/dates.ts';
import { movedLine } from '#bot/duplicates/merge-screens.ts';
import { lines, shorten } from '#bot/formatting.ts';
import { openLeadButton } from '#bot/leads/lead.card.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';

/** Rows that say nothing to a person. */
const unsaid = new Set(['duplicates', 'stage_moves', 'consents', 'activities', 'drafts']);

/** What was merged, by whom, and until when it can be undone. */
export function renderMerge(merge: MergeView, reader: Reader, keyboard: KeyboardMaker): Screen {
  const { duplicates, leads } = reader.texts;
  const moved = Object.fromEntries(Object.entries(merge.moved).filter(([kind]) => !unsaid.has(kind)));
  const text = lines(
    duplicates.merged(shorten(merge.merged.name, 120), shorten(merge.survivor.name, 120)),
    duplicates.mergedBy(merge.mergedBy?.name ?? duplicates.automatic, showTime(merge.mergedAt, reader)),
    merge.undoneAt ? null : movedLine(moved, reader),
    merge.undoneAt && duplicates.undone(merge.undoneBy?.name ?? duplicates.automatic),
    merge.canUndo && duplicates.undoUntil(showDay(merge.undoUntil, reader)),
  );
  const buttons = keyboard();
  if (merge.canUndo) buttons.button(duplicates.undo, undoButton, { mergeId: merge.id, force: false });
  if (merge.record === 'lead') buttons.button(leads.open, openLeadButton, { leadId: merge.survivor.id });
  return { text, keyboard: buttons.markup() };
}

export const undoButton = defineButton(
  'duplicates.undo',
  z.strictObject({ mergeId: z.uuid(), force: z.boolean() }),
  membersOnly(async (ctx, input) => {
    try {
      const merge = await undoMerge(ctx.operation, input);
      await showScreen(ctx, withWayBack(renderMerge(merge, ctx, ctx.keyboard), ctx));
    } catch (error) {
      if (!(error instanceof AppError && error.reason === 'merge.changedSince') || input.force) throw error;
      await askForForce(ctx, input.mergeId, String(error.params['what'] ?? ''));
    }
  }),
);

/** Something was changed since: says what, and offers to keep those changes. */
async function askForForce(ctx: MemberContext, mergeId: string, what: string): Promise<void> {
  const { duplicates, errors } = ctx.texts;
  const merge = await getMerge(ctx.operation, { mergeId });
  const screen = renderMerge(merge, ctx, ctx.keyboard);
  const said = what
    .split(', ')
    .flatMap((table) => duplicates.things[table]?.(1) ?? [])
    .map((text) => text.replace(/^1 /, ''));
  const keyboard = ctx.keyboard().button(duplicates.undoAnyway, undoButton, { mergeId, force: true }).markup();
  await showScreen(
    ctx,
    withWayBack(
      {
        text: lines(
          screen.text,
          '',
          errors.reasons['merge.changedSince']({}),
          duplicates.changedSince(said.join(', ')),
        ),
        keyboard,
      },
      ctx,
    ),
  );
}

export const mergeButtons = [undoButton];
