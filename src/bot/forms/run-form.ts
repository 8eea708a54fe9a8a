import type { Conversation } from '@grammyjs/conversations';
import type { InlineKeyboardMarkup } from 'grammy/types';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { splitButtonData } from '#bot/buttons.ts';
import type { BotContext, DialogueContext } from '#bot/context.ts';
import { Html, html, lines } from '#bot/formatting.ts';
import { isMember } from '#bot/middleware/members-only.ts';
import { refusalText } from '#bot/refusals.ts';
import { toMessage } from '#bot/screen.ts';
import { backButton, cancelButton, chooseButton } from '#bot/forms/form-buttons.ts';
import { deleteForm, saveForm } from '#bot/forms/form-drafts.ts';
import type { FormValues, StoredForm } from '#bot/forms/form-drafts.ts';
import type { Form, FormOption } from '#bot/forms/form.ts';
import type { MemberContext } from '#bot/context.ts';

type Talk = Conversation<BotContext>;

/** A question as it is kept between updates: plain JSON. */
interface Asked {
  skip: string | null;
  text: string;
  markup: InlineKeyboardMarkup;
  options: FormOption[];
  typed: boolean;
  /** How many questions this dialogue asked before. */
  question: number;
}
type Answer =
  | { kind: 'option'; value: string }
  | { kind: 'typed'; text: string }
  | { kind: 'back' }
  | { kind: 'cancel' };

interface Place {
  index: number;
  question: number;
}

const reviewStep = 'review';
const confirmValue = 'confirm';

/**
 * Runs a form as a dialogue. Everything that reads or writes anything stands inside `external`, because the plugin runs
 * this function again from the top for every answer.
 */
export function runForm(form: Form) {
  return async (talk: Talk, ctx: DialogueContext, start: StoredForm): Promise<void> => {
    let values = start.values;
    const nonce = await talk.external(() => newId());
    let index =
      start.step === reviewStep
        ? form.steps.length
        : Math.max(
            0,
            form.steps.findIndex((step) => step.key === start.step),
          );
    let problem = '';
    let returnToReview = false;
    let shown: number | undefined;
    let question = 0;
    for (;;) {
      const step = form.steps[index];
      const asked: Asked | End = await talk.external((outer) =>
        askOrEnd(outer, form, { index, question }, values, problem),
      );
      if (!('skip' in asked)) {
        await closeWith(ctx, shown, asked);
        return;
      }
      if (asked.skip !== null && step) {
        values = { ...values, [step.key]: asked.skip };
        index += 1;
        continue;
      }
      question += 1;
      const messageId: number = await present(ctx, asked, shown);
      const next: { answer: Answer; ctx: DialogueContext } = await waitForAnswer(talk, messageId, asked);
      ctx = next.ctx;
      shown = next.answer.kind === 'typed' ? undefined : messageId;
      if (next.answer.kind === 'typed') await dropKeyboard(ctx, messageId);
      problem = '';
      const { answer } = next;
      if (answer.kind === 'cancel') {
        const text = await talk.external((outer) => giveUp(outer, form));
        await closeWith(ctx, shown, { text });
        return;
      }
      if (answer.kind === 'back') {
        index = returnToReview
          ? form.steps.length
          : await talk.external((outer) => previousIndex(outer, form, index, values));
        returnToReview = false;
        continue;
      }
      if (!step) {
        if (answer.kind === 'option' && answer.value !== confirmValue) {
          index = form.steps.findIndex((candidate) => candidate.key === answer.value);
          returnToReview = true;
          continue;
        }
        const end = await talk.external((outer) => finish(outer, form, values, nonce));
        if (!('problem' in end)) {
          await closeWith(ctx, shown, end);
          return;
        }
        problem = end.problem;
        continue;
      }
      const read =
        answer.kind === 'option'
          ? { value: answer.value }
          : await talk.external((outer) => readTyped(outer, form, index, answer.text, values));
      if ('problem' in read) {
        problem = read.problem;
        continue;
      }
      values = { ...values, [step.key]: read.value };
      index = returnToReview ? form.steps.length : index + 1;
      returnToReview = false;
      const kept = { values, step: form.steps[index]?.key ?? reviewStep };
      await talk.external((outer) => saveForm(outer.operation, memberOf(outer).member.id, form.id, kept));
    }
  };
}

function memberOf(ctx: BotContext): MemberContext {
  if (isMember(ctx)) return ctx;
  throw new AppError('forbidden', 'permission.membersOnly', 'Only a member of the organization can do this.');
}

/** The question, or the refusal that ends the form: what it is about is gone, or is not this person's to see any more. */
async function askOrEnd(
  outer: BotContext,
  form: Form,
  place: Place,
  values: FormValues,
  problem: string,
): Promise<Asked | End> {
  try {
    return await ask(outer, form, place, values, problem);
  } catch (error) {
    // The plugin keeps what is thrown here as a plain text; a refusal has to be put into words before that.
    if (!isRefusal(error)) throw error;
    const ctx = memberOf(outer);
    await deleteForm(ctx.operation, ctx.member.id, form.id);
    return { text: toMessage({ text: refusalText(error, ctx) }).text };
  }
}

function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.code !== 'internal' && error.code !== 'unavailable';
}

async function ask(
  outer: BotContext,
  form: Form,
  { index, question: number }: Place,
  values: FormValues,
  problem: string,
): Promise<Asked> {
  const ctx = memberOf(outer);
  const step = form.steps[index];
  const { actions } = ctx.texts;
  const keyboard = ctx.keyboard();
  const question = step ? await step.ask(ctx, values) : await askReview(ctx, form, values);
  if ('value' in question)
    return {
      skip: question.value,
      text: '',
      markup: { inline_keyboard: [] },
      options: [],
      typed: false,
      question: number,
    };
  question.options.forEach((option, position) => {
    keyboard.button(option.label, chooseButton, { option: position, question: number });
    // The last look has its confirmation in the first row and the fields to edit in pairs below.
    const endsRow = step ? option.label.length > 12 || position % 2 === 1 : position % 2 === 0;
    if (endsRow) keyboard.row();
  });
  keyboard.row();
  if (index > 0) keyboard.button(actions.back, backButton, { question: number });
  keyboard.button(actions.cancel, cancelButton, {});
  const text = problem ? lines(new Html(`⚠️ ${problem}`), '', question.text) : question.text;
  return {
    skip: null,
    text: toMessage({ text }).text,
    markup: keyboard.markup(),
    options: question.options,
    typed: question.typed,
    question: number,
  };
}

async function askReview(ctx: MemberContext, form: Form, values: FormValues) {
  const review = await form.review(ctx, values);
  const edits = review.edits.map((edit) => ({ label: `✏️ ${edit.label}`, value: edit.step }));
  return { text: review.text, options: [{ label: review.confirm, value: confirmValue }, ...edits], typed: false };
}

async function present(ctx: DialogueContext, asked: Asked, shown: number | undefined): Promise<number> {
  const options = {
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: asked.markup,
  } as const;
  if (shown === undefined || ctx.chatId === undefined) return (await ctx.reply(asked.text, options)).message_id;
  try {
    await ctx.api.editMessageText(ctx.chatId, shown, asked.text, options);
    return shown;
  } catch {
    return (await ctx.reply(asked.text, options)).message_id;
  }
}

async function waitForAnswer(
  talk: Talk,
  messageId: number,
  asked: Asked,
): Promise<{ answer: Answer; ctx: DialogueContext }> {
  const ctx = await talk.wait();
  const answer = answerOf(ctx, messageId, asked);
  // Anything else is for the rest of the bot: commands, other buttons, replies to other messages.
  if (!answer) return await talk.skip({ next: true });
  return { answer, ctx };
}

function answerOf(ctx: DialogueContext, messageId: number, asked: Asked): Answer | null {
  const data = ctx.callbackQuery?.data;
  if (data !== undefined) {
    if (ctx.callbackQuery?.message?.message_id !== messageId) return null;
    const { code, packed } = splitButtonData(data);
    if (code === backButton.code) return backButton.read(packed)?.question === asked.question ? { kind: 'back' } : null;
    if (code === cancelButton.code) return { kind: 'cancel' };
    const choice = code === chooseButton.code ? chooseButton.read(packed) : null;
    const option = choice?.question === asked.question ? asked.options[choice.option] : undefined;
    return option ? { kind: 'option', value: option.value } : null;
  }
  const message = ctx.message;
  const text = message?.text?.trim() ?? message?.contact?.phone_number;
  if (!asked.typed || !message || !text || text.startsWith('/')) return null;
  if (message.reply_to_message && message.reply_to_message.message_id !== messageId) return null;
  return { kind: 'typed', text };
}

async function dropKeyboard(ctx: DialogueContext, messageId: number): Promise<void> {
  if (ctx.chatId === undefined) return;
  await ctx.api.editMessageReplyMarkup(ctx.chatId, messageId).catch(() => undefined);
}

interface End {
  text: string;
  markup?: InlineKeyboardMarkup;
}

async function closeWith(ctx: DialogueContext, shown: number | undefined, end: End): Promise<void> {
  await present(
    ctx,
    {
      skip: null,
      text: end.text,
      markup: end.markup ?? { inline_keyboard: [] },
      options: [],
      typed: false,
      question: 0,
    },
    shown,
  );
}

async function previousIndex(outer: BotContext, form: Form, index: number, values: FormValues): Promise<number> {
  for (let candidate = index - 1; candidate > 0; candidate -= 1) {
    const step = form.steps[candidate];
    if (step && !('value' in (await step.ask(memberOf(outer), values)))) return candidate;
  }
  return 0;
}

async function readTyped(outer: BotContext, form: Form, index: number, text: string, values: FormValues) {
  const ctx = memberOf(outer);
  const read = await form.steps[index]?.read?.(ctx, text, values);
  if (!read) return { problem: ctx.texts.actions.chooseButton };
  return 'problem' in read ? { problem: read.problem.source } : read;
}

async function giveUp(outer: BotContext, form: Form): Promise<string> {
  const ctx = memberOf(outer);
  await deleteForm(ctx.operation, ctx.member.id, form.id);
  return toMessage({ text: html`${ctx.texts.actions.cancelled}` }).text;
}

async function finish(
  outer: BotContext,
  form: Form,
  values: FormValues,
  nonce: string,
): Promise<End | { problem: string }> {
  const ctx = memberOf(outer);
  try {
    const screen = await form.finish(ctx, values, nonce);
    await deleteForm(ctx.operation, ctx.member.id, form.id);
    return { text: toMessage(screen).text, ...(screen.keyboard ? { markup: screen.keyboard } : {}) };
  } catch (error) {
    // A refusal leaves the form open with its reason; everything else ends it and reaches the error boundary.
    if (isRefusal(error)) return { problem: refusalText(error, ctx).source };
    throw error;
  }
}
