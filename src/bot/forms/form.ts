import type { BotContext, MemberContext } from '#bot/context.ts';
import type { Html } from '#bot/formatting.ts';
import type { Screen } from '#bot/screen.ts';
import { keepStart } from '#bot/forms/form-drafts.ts';
import type { FormValues } from '#bot/forms/form-drafts.ts';

/** One answer that can be tapped. Its value is stored in the step's field; an empty one means "none". */
export interface FormOption {
  label: string;
  value: string;
}

export interface FormQuestion {
  text: Html;
  options: FormOption[];
  /** Whether an answer may be typed. */
  typed: boolean;
}

export type TypedAnswer = { value: string } | { problem: Html };

export interface FormStep {
  key: string;
  /** The question, or null when there is nothing to ask; `value` then is what to keep. */
  ask(ctx: MemberContext, values: FormValues): Promise<FormQuestion | { value: string }>;
  /** Reads a typed answer. */
  read?(ctx: MemberContext, text: string, values: FormValues): Promise<TypedAnswer>;
}

/** A short dialogue that gathers values, shows them for a last look with each field editable, and ends in one operation. */
export interface Form {
  id: string;
  steps: readonly FormStep[];
  /** What will happen, with the labels of the fields that can be edited. */
  review(
    ctx: MemberContext,
    values: FormValues,
  ): Promise<{ text: Html; confirm: string; edits: { label: string; step: string }[] }>;
  /** Carries it out; refusals are told and the form stays open. `nonce` is the same when the end is repeated after a crash. */
  finish(ctx: MemberContext, values: FormValues, nonce: string): Promise<Screen>;
}

/** Leaves what runs in this chat and starts a form, with what is known already; kept from its first question on. */
export async function startForm(
  ctx: BotContext,
  form: string,
  values: FormValues,
  step: string | null = null,
): Promise<void> {
  await ctx.conversation.exitAll();
  if (ctx.member) await keepStart(ctx.operation, ctx.member.id, form, { values, step });
  await ctx.conversation.enter(form, { values, step });
}
