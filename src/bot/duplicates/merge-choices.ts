import type { DuplicateView } from '#domain/duplicates/duplicate-view.ts';
import { previewMerge } from '#domain/merges/preview-merge.ts';
import type { MergePreview, PreviewedField } from '#domain/merges/preview-merge.ts';
import type { MemberContext } from '#bot/context.ts';

const order = ['survivor', 'merged', 'both'] as const;
type Choice = (typeof order)[number];
/** More does not fit onto one screen; the others stay as proposed. */
const mostFields = 12;

/** What merging the two would do when this one of them stays. */
export function previewOf(ctx: MemberContext, duplicate: DuplicateView, leftSurvives: boolean): Promise<MergePreview> {
  const { record, left, right } = duplicate;
  const [survivorId, mergedId] = leftSurvives ? [left.id, right.id] : [right.id, left.id];
  return previewMerge(ctx.operation, { record, survivorId, mergedId });
}

/** The fields in which both say something and not the same. */
export function openFields(preview: MergePreview): PreviewedField[] {
  return preview.fields.filter(({ isDecided }) => !isDecided).slice(0, mostFields);
}

/** The proposed choices as one number. */
export function initialState(preview: MergePreview): number {
  return stateOf(openFields(preview).map(({ choice }) => choice));
}

/** The choice of the field at `place` in such a number. */
export function choiceAt(state: number, place: number): Choice {
  return order[Math.floor(state / 3 ** place) % 3] ?? 'survivor';
}

/** The number with the next possible choice at `place`. */
export function toggled(preview: MergePreview, state: number, place: number): number {
  const fields = openFields(preview);
  return stateOf(
    fields.map((field, at) => {
      const choice = choiceAt(state, at);
      if (at !== place) return choice;
      const possible = field.mayKeepBoth ? order : order.slice(0, 2);
      return possible[(possible.indexOf(choice) + 1) % possible.length] ?? 'survivor';
    }),
  );
}

/** As the merge takes them. */
export function choicesOf(fields: readonly PreviewedField[], state: number): Record<string, Choice> {
  return Object.fromEntries(fields.map(({ key }, place) => [key, choiceAt(state, place)]));
}

function stateOf(choices: readonly Choice[]): number {
  return choices.reduce((state, choice, place) => state + order.indexOf(choice) * 3 ** place, 0);
}
