import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { discardDraft } from '#domain/drafts/discard-draft.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { getDraft } from '#domain/drafts/get-draft.ts';
import { regenerateDraft } from '#domain/drafts/regenerate-draft.ts';
import { sendDraft } from '#domain/drafts/send-draft.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { refusalText } from '#bot/refusals.ts';
import { say, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';

/** The client's message and the proposed reply; `live` is the text while it is being written. */
export function renderDraft(
  draft: DraftView,
  reader: Reader,
  keyboard: KeyboardMaker,
  live?: { text: string },
): Screen {
  const { drafts } = reader.texts;
  const body = draft.status === 'generating' ? (live?.text ?? '') : draft.text;
  const status = drafts.statuses[draft.status];
  const text = lines(
    drafts.title(draft.clientName),
    draft.callId ? html`<i>${drafts.afterCall}</i>` : null,
    draft.clientMessage && !draft.callId ? lines(drafts.clientWrote, quote(draft.clientMessage.text, 300)) : null,
    body ? lines('', html`<b>${drafts.proposal}</b>`, shorten(body, 2800)) : null,
    status ? lines('', html`<b>${status}</b>`) : null,
    draft.engine === 'offline' && draft.status !== 'generating' ? html`<i>${drafts.offlineEngine}</i>` : null,
  );
  const shown = { draftId: draft.id, revision: draft.revision };
  const buttons = keyboard();
  if (draft.status === 'ready') buttons.button(drafts.send, sendButton, shown);
  if (draft.status === 'ready' || draft.status === 'failed') buttons.button(drafts.edit, editButton, shown).row();
  if (['ready', 'failed', 'stale'].includes(draft.status)) {
    buttons
      .button(drafts.regenerate, regenerateButton, shown)
      .button(drafts.withHint, hintButton, shown)
      .row()
      .button(drafts.discard, discardButton, { draftId: draft.id });
  }
  // The client's message has its own card, which rings; nothing else tells of what to write after a call.
  return { text, keyboard: buttons.markup(), isQuiet: draft.callId === null };
}

const ShownInput = z.strictObject({ draftId: z.uuid(), revision: z.int() });

async function redraw(ctx: MemberContext, draftId: string): Promise<void> {
  await showScreen(ctx, renderDraft(await getDraft(ctx.operation, { draftId }), ctx, ctx.keyboard));
}

/** Does something to a draft and shows it as it stands then; a refusal is said below the fresh card. */
async function act(ctx: MemberContext, draftId: string, work: () => Promise<unknown>): Promise<void> {
  let refusal: AppError | undefined;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'internal' || error.code === 'unavailable') throw error;
    refusal = error;
  }
  await redraw(ctx, draftId);
  if (refusal) await say(ctx, refusalText(refusal, ctx));
}

export const showDraftButton = defineButton(
  'drafts.show',
  z.strictObject({ draftId: z.uuid() }),
  membersOnly(async (ctx, { draftId }) => {
    const screen = renderDraft(await getDraft(ctx.operation, { draftId }), ctx, ctx.keyboard);
    await showScreen(ctx, withWayBack(screen, ctx, { label: ctx.texts.actions.back, place: 'drafts' }));
  }),
);

export const sendButton = defineButton(
  'drafts.send',
  ShownInput,
  membersOnly((ctx, input) => act(ctx, input.draftId, () => sendDraft(ctx.operation, input))),
);

/** Has the shown draft written anew; a second tap finds a newer revision and changes nothing. */
async function regenerate(ctx: MemberContext, shown: z.output<typeof ShownInput>, hint: string | null): Promise<void> {
  const draft = await getDraft(ctx.operation, { draftId: shown.draftId });
  if (draft.revision === shown.revision) await regenerateDraft(ctx.operation, { draftId: shown.draftId, hint });
}

export const regenerateButton = defineButton(
  'drafts.regenerate',
  ShownInput,
  membersOnly((ctx, input) => act(ctx, input.draftId, () => regenerate(ctx, input, null))),
);

export const discardButton = defineButton(
  'drafts.discard',
  z.strictObject({ draftId: z.uuid() }),
  membersOnly((ctx, input) => act(ctx, input.draftId, () => discardDraft(ctx.operation, input))),
);

export const editButton = defineButton(
  'drafts.edit',
  ShownInput,
  membersOnly(async (ctx, input) => {
    const draft = await getDraft(ctx.operation, { draftId: input.draftId });
    const copy =
      draft.text === '' || draft.text.length > 256
        ? undefined
        : ctx.keyboard().copy(ctx.texts.drafts.copyText, draft.text).markup();
    if (copy) await say(ctx, quote(draft.text), copy);
    await askByReply(
      ctx,
      textPrompt,
      input,
      ctx.texts.drafts.askText(draft.clientName),
      ctx.texts.drafts.textPlaceholder,
    );
  }),
);

export const textPrompt = definePrompt('drafts.text', ShownInput, async (ctx, input, text) => {
  await sendDraft(ctx.operation, { ...input, text });
  const draft = await getDraft(ctx.operation, { draftId: input.draftId });
  await say(ctx, ctx.texts.drafts.sentNow(draft.clientName));
});

export const hintButton = defineButton(
  'drafts.hint',
  ShownInput,
  membersOnly((ctx, input) =>
    askByReply(ctx, hintPrompt, input, ctx.texts.drafts.askHint, ctx.texts.drafts.hintPlaceholder),
  ),
);

export const hintPrompt = definePrompt('drafts.hint', ShownInput, async (ctx, input, text) => {
  await regenerate(ctx, input, text.slice(0, 500));
});

export const draftButtons = [showDraftButton, sendButton, regenerateButton, discardButton, editButton, hintButton];
export const draftPrompts = [textPrompt, hintPrompt];
