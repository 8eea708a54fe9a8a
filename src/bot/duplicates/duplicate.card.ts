import { z } from 'zod';
import { formatPhone } from '#platform/phone-number.ts';
import { dismissDuplicate } from '#domain/duplicates/dismiss-duplicate.ts';
import { toDuplicateViews } from '#domain/duplicates/duplicate-view.ts';
import type { DuplicateSide, DuplicateView } from '#domain/duplicates/duplicate-view.ts';
import { getDuplicate } from '#domain/duplicates/get-duplicate.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { followMergedLead } from '#domain/merges/follow-merged-lead.ts';
import { mergeRecords } from '#domain/merges/merge-records.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { showDay } from '#bot/dates.ts';
import { choicesOf, initialState, openFields, previewOf, toggled } from '#bot/duplicates/merge-choices.ts';
import { renderChoices, renderConfirmation } from '#bot/duplicates/merge-screens.ts';
import { renderMerge } from '#bot/duplicates/merge.card.ts';
import { openDuplicatesBy, openDuplicatesOfLead, showDuplicatesButton } from '#bot/duplicates/possible-duplicate.ts';
import { field } from '#bot/fields.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { showLeadButton } from '#bot/leads/lead.card.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';

const shownValue = 120;

/** Two records side by side, with why they may be the same, in words. */
export function renderDuplicate(duplicate: DuplicateView, reader: Reader, keyboard: KeyboardMaker): Screen {
  const { duplicates } = reader.texts;
  const reasons = duplicate.reasons.map(({ rule }) => duplicates.rules[rule]);
  const text = lines(
    duplicates.title[duplicate.record],
    html`<i>${duplicates.sureness[duplicate.sureness]}, ${duplicates.because}: ${[...new Set(reasons)].join(', ')}</i>`,
    '',
    ...sideLines(duplicate.left, reader, '1️⃣'),
    '',
    ...sideLines(duplicate.right, reader, '2️⃣'),
  );
  const input = { duplicateId: duplicate.id };
  const buttons = keyboard()
    .button(duplicates.same[duplicate.record], sameButton, input)
    .button(duplicates.different, differentButton, input);
  return { text, keyboard: buttons.markup() };
}

function sideLines(side: DuplicateSide, reader: Reader, mark: string) {
  const { duplicates, leads, actions } = reader.texts;
  const shown = (values: string[]) => shorten(values.join(', '), shownValue);
  return [
    html`${mark} <b>${shorten(side.name, shownValue)}</b>`,
    field(leads.phone, shown(side.phones.map(formatPhone))),
    field(leads.email, shown(side.emails)),
    field(leads.telegram, side.telegramUsername ? `@${side.telegramUsername}` : null),
    field(leads.company, side.companyName && shorten(side.companyName, shownValue)),
    field(duplicates.website, side.domain),
    field(duplicates.taxId, side.taxId),
    field(leads.owner, side.owner?.name ?? actions.nobody),
    field(duplicates.added, showDay(side.createdAt, reader)),
  ];
}

/** The suggestions about a lead and its person, one at a time, in place of the lead. */
async function showDuplicates(ctx: MemberContext, input: { leadId: string; place: number }): Promise<void> {
  const { duplicates } = ctx.texts;
  const lead = await getLead(ctx.operation, {
    leadId: await followMergedLead(ctx.operation, { leadId: input.leadId }),
  });
  const rows = await openDuplicatesOfLead(ctx.operation, lead);
  const [shown] = await toDuplicateViews(ctx.operation, rows.slice(input.place % Math.max(rows.length, 1)).slice(0, 1));
  const screen: Screen = shown ? renderDuplicate(shown, ctx, ctx.keyboard) : { text: html`${duplicates.nothingOpen}` };
  const back = ctx.keyboard().button(duplicates.backToLead, showLeadButton, { leadId: lead.id });
  if (rows.length > 1)
    back.button(duplicates.next, showDuplicatesButton, { leadId: lead.id, place: (input.place + 1) % rows.length });
  const rowsOfButtons = [...(screen.keyboard?.inline_keyboard ?? []), ...back.markup().inline_keyboard];
  await showScreen(ctx, withWayBack({ ...screen, keyboard: { inline_keyboard: rowsOfButtons } }, ctx));
}
openDuplicatesBy(showDuplicates);

const DuplicateInput = z.strictObject({ duplicateId: z.uuid() });
const ChoiceInput = z.strictObject({
  duplicateId: z.uuid(),
  leftSurvives: z.boolean(),
  /** One digit to the base of three per open field: the survivor's value, the other's, both. */
  state: z.int().min(0),
  version: z.int(),
  mergedVersion: z.int(),
});

/** The older of the two stays unless somebody says otherwise. */
export const sameButton = defineButton(
  'duplicates.same',
  DuplicateInput,
  membersOnly((ctx, { duplicateId }) => showFreshChoices(ctx, duplicateId, true)),
);

export const swapButton = defineButton(
  'duplicates.swap',
  z.strictObject({ duplicateId: z.uuid(), leftSurvives: z.boolean() }),
  membersOnly((ctx, { duplicateId, leftSurvives }) => showFreshChoices(ctx, duplicateId, leftSurvives)),
);

async function showFreshChoices(ctx: MemberContext, duplicateId: string, leftSurvives: boolean): Promise<void> {
  const duplicate = await getDuplicate(ctx.operation, { duplicateId });
  const preview = await previewOf(ctx, duplicate, leftSurvives);
  const { version } = preview.survivor;
  const input = {
    duplicateId,
    leftSurvives,
    state: initialState(preview),
    version,
    mergedVersion: preview.merged.version,
  };
  await showScreen(ctx, withWayBack(renderChoices(preview, input, ctx, choiceButtons), ctx));
}

/** Takes the next value of the field at this place. */
export const toggleButton = defineButton(
  'duplicates.toggle',
  ChoiceInput.extend({ place: z.int().min(0).max(14) }),
  membersOnly(async (ctx, { place, ...input }) => {
    const duplicate = await getDuplicate(ctx.operation, { duplicateId: input.duplicateId });
    const preview = await previewOf(ctx, duplicate, input.leftSurvives);
    const next = { ...input, state: toggled(preview, input.state, place) };
    await showScreen(ctx, withWayBack(renderChoices(preview, next, ctx, choiceButtons), ctx));
  }),
);

export const confirmButton = defineButton(
  'duplicates.confirm',
  ChoiceInput,
  membersOnly(async (ctx, input) => {
    const duplicate = await getDuplicate(ctx.operation, { duplicateId: input.duplicateId });
    const preview = await previewOf(ctx, duplicate, input.leftSurvives);
    await showScreen(ctx, withWayBack(renderConfirmation(preview, input, ctx, choiceButtons), ctx));
  }),
);

export const mergeButton = defineButton(
  'duplicates.merge',
  ChoiceInput,
  membersOnly(async (ctx, { duplicateId, leftSurvives, state, version, mergedVersion }) => {
    const duplicate = await getDuplicate(ctx.operation, { duplicateId });
    const preview = await previewOf(ctx, duplicate, leftSurvives);
    const merge = await mergeRecords(ctx.operation, {
      record: duplicate.record,
      survivorId: preview.survivor.id,
      mergedId: preview.merged.id,
      choices: choicesOf(openFields(preview), state),
      version,
      mergedVersion,
    });
    await showScreen(ctx, withWayBack(renderMerge(merge, ctx, ctx.keyboard), ctx));
  }),
);

export const differentButton = defineButton(
  'duplicates.different',
  DuplicateInput,
  membersOnly(async (ctx, { duplicateId }) => {
    await dismissDuplicate(ctx.operation, { duplicateId });
    await showScreen(
      ctx,
      withWayBack({ text: html`${ctx.texts.duplicates.kept}` }, ctx, { label: ctx.texts.leads.toList, place: 'leads' }),
    );
  }),
);

const choiceButtons = {
  swap: swapButton,
  toggle: toggleButton,
  confirm: confirmButton,
  merge: mergeButton,
  same: sameButton,
};
export type ChoiceButtons = typeof choiceButtons;

export const duplicateButtons = [sameButton, swapButton, toggleButton, confirmButton, mergeButton, differentButton];
