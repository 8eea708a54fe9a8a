import type { Middleware } from 'grammy';
import { z } from 'zod';
import { defineButton } from '#bot/buttons.ts';
import type { BotContext, MemberContext } from '#bot/context.ts';
import { html } from '#bot/formatting.ts';
import { isMember, membersOnly } from '#bot/middleware/members-only.ts';
import { say, showScreen } from '#bot/screen.ts';
import { deleteForm, findForm, findOpenForm } from '#bot/forms/form-drafts.ts';
import { startForm } from '#bot/forms/form.ts';

const formIds = ['newLead', 'newCallRequest'] as const;
type FormId = (typeof formIds)[number];
const FormInput = z.strictObject({ form: z.enum(formIds) });

function isFormId(text: string): text is FormId {
  return formIds.some((id) => id === text);
}

const continueButton = defineButton(
  'forms.continue',
  FormInput,
  membersOnly(async (ctx, { form }) => {
    const stored = await findForm(ctx.operation, ctx.member.id, form);
    if (!stored) return say(ctx, ctx.texts.leads.alreadyCreated);
    await startForm(ctx, form, stored.values, stored.step);
  }),
);

const discardButton = defineButton(
  'forms.discard',
  FormInput,
  membersOnly(async (ctx, { form }) => {
    await deleteForm(ctx.operation, ctx.member.id, form);
    await showScreen(ctx, { text: html`${ctx.texts.actions.discarded}` });
  }),
);

function offer(ctx: MemberContext, form: FormId, text: string): Promise<void> {
  const { actions } = ctx.texts;
  return say(
    ctx,
    text,
    ctx
      .keyboard()
      .button(actions.continueForm, continueButton, { form })
      .button(actions.discardForm, discardButton, { form })
      .markup(),
  );
}

/** A command leaves the running form, which stays kept; `/cancel` throws it away. */
export const leaveFormByCommand: Middleware<BotContext> = async (ctx, next) => {
  const isCommand =
    ctx.message?.entities?.some((entity) => entity.type === 'bot_command' && entity.offset === 0) ?? false;
  if (!isCommand || !isMember(ctx)) return next();
  const [active] = Object.keys(ctx.conversation.active()).filter(isFormId);
  await ctx.conversation.exitAll();
  if (ctx.hasCommand('cancel')) {
    const form = active ?? (await findOpenForm(ctx.operation, ctx.member.id, formIds));
    const existed = form ? await deleteForm(ctx.operation, ctx.member.id, form) : false;
    return say(ctx, existed || active ? ctx.texts.actions.cancelled : ctx.texts.actions.nothingToCancel);
  }
  await next();
  if (active && (await findForm(ctx.operation, ctx.member.id, active)))
    await offer(ctx, active, ctx.texts.actions.keptForm(ctx.texts.actions.formNames[active]));
};

/** A text that no form waits for, though one is half-filled: a deploy ended its dialogue, so going on is offered. */
export const offerToContinue: Middleware<BotContext> = async (ctx, next) => {
  if (!ctx.message?.text || !isMember(ctx)) return next();
  const open = await findOpenForm(ctx.operation, ctx.member.id, formIds, 1);
  if (!open || !isFormId(open)) return next();
  await offer(ctx, open, ctx.texts.actions.unfinished(ctx.texts.actions.formNames[open]));
};

export const openFormButtons = [continueButton, discardButton];
