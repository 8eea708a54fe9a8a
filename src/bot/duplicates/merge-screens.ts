import type { MergePreview, PreviewedField } from '#domain/merges/preview-merge.ts';
import type { Button } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { choiceAt, openFields } from '#bot/duplicates/merge-choices.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';
import type { Screen } from '#bot/screen.ts';

interface ChoiceState {
  duplicateId: string;
  leftSurvives: boolean;
  state: number;
  version: number;
  mergedVersion: number;
}

interface Buttons {
  swap: Button<{ duplicateId: string; leftSurvives: boolean }>;
  toggle: Button<ChoiceState & { place: number }>;
  confirm: Button<ChoiceState>;
  merge: Button<ChoiceState>;
  same: Button<{ duplicateId: string }>;
}

/** Which record stays and which value of each field; a tap takes the other one. */
export function renderChoices(
  preview: MergePreview,
  input: ChoiceState,
  ctx: Pick<MemberContext, 'keyboard' | 'texts'>,
  buttons: Buttons,
): Screen {
  const { duplicates, actions } = ctx.texts;
  const fields = openFields(preview);
  const keyboard = ctx.keyboard();
  fields.forEach((field, place) => {
    const value = chosenText(field, choiceAt(input.state, place), ctx);
    keyboard.button(shorten(`${fieldLabel(field.key, ctx)}: ${value}`, 60), buttons.toggle, { ...input, place }).row();
  });
  const { duplicateId, leftSurvives } = input;
  keyboard.button(duplicates.otherSurvives, buttons.swap, { duplicateId, leftSurvives: !leftSurvives }).row();
  keyboard.button(duplicates.goOn, buttons.confirm, input).row();
  return {
    text: lines(
      duplicates.survivor(shorten(preview.survivor.name, 120)),
      '',
      fields.length > 0 ? duplicates.chooseTitle : duplicates.nothingToChoose,
      ...fields.map(
        (field) =>
          html`• ${fieldLabel(field.key, ctx)}: ${shorten(field.survivor ?? actions.none, 100)} / ${shorten(field.merged ?? actions.none, 100)}`,
      ),
    ),
    keyboard: keyboard.markup(),
  };
}

/** Restates what will be done, before it is done. */
export function renderConfirmation(
  preview: MergePreview,
  input: ChoiceState,
  ctx: Pick<MemberContext, 'keyboard' | 'texts'>,
  buttons: Buttons,
): Screen {
  const { duplicates, actions } = ctx.texts;
  const fields = openFields(preview);
  const { duplicateId, leftSurvives } = input;
  const keyboard = ctx
    .keyboard()
    .button(duplicates.merge, buttons.merge, input)
    .row()
    .button(actions.back, buttons.swap, { duplicateId, leftSurvives });
  return {
    text: lines(
      duplicates.confirmTitle(shorten(preview.merged.name, 120), shorten(preview.survivor.name, 120)),
      '',
      ...fields.map(
        (field, place) =>
          html`${fieldLabel(field.key, ctx)}: <b>${shorten(chosenText(field, choiceAt(input.state, place), ctx), 200)}</b>`,
      ),
      movedLine(preview.moves, ctx),
      '',
      duplicates.staysSafe,
    ),
    keyboard: keyboard.markup(),
  };
}

/** "Goes along: 2 chats, 1 task", or nothing. */
export function movedLine(moves: Record<string, number>, { texts }: Pick<Reader, 'texts'>): Html | null {
  const said = Object.entries(moves).flatMap(([kind, count]) => texts.duplicates.things[kind]?.(count) ?? []);
  return said.length === 0 ? null : html`${texts.duplicates.moves}: ${said.join(', ')}`;
}

/** A field as people call it; the organization's own fields by their keys. */
export function fieldLabel(key: string, { texts }: Pick<Reader, 'texts'>): string {
  const name = key.replace(/^contact\./, '');
  const label = texts.duplicates.fields[name] ?? name.replace(/^custom\./, '');
  return key.startsWith('contact.') ? texts.duplicates.ofPerson(label) : label;
}

function chosenText(
  field: PreviewedField,
  choice: 'survivor' | 'merged' | 'both',
  { texts }: Pick<Reader, 'texts'>,
): string {
  if (choice === 'both') return texts.duplicates.both;
  return (choice === 'survivor' ? field.survivor : field.merged) ?? texts.actions.none;
}
