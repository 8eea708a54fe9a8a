import { z } from 'zod';
import { parseWhen } from '#domain/phrases/parse-when.ts';
import { getTask } from '#domain/tasks/get-task.ts';
import { updateTask } from '#domain/tasks/update-task.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { html } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import { dueInput, duesOf, writeDue, writeDueShort } from '#bot/tasks/due-words.ts';
import type { PickedDue } from '#bot/tasks/due-words.ts';

/** A reply to a task's card: a date puts it off, anything else is noted on it. */
export async function replyToTask(ctx: MemberContext, taskId: string, text: string): Promise<void> {
  const { timeZone } = ctx;
  const now = ctx.operation.clock.now();
  const when = parseWhen(text, { now, timeZone });
  const { tasks } = ctx.texts;
  // Words beside the date make it a note that mentions one: "will be back on Friday".
  const isOnlyDate = when.kind !== 'none' && !/[\p{L}\p{N}]{3,}/u.test(when.rest);
  if (!isOnlyDate) {
    const task = await getTask(ctx.operation, { taskId });
    const note = [task.note, text].filter(Boolean).join('\n').slice(0, 10_000);
    await updateTask(ctx.operation, { taskId, note });
    return say(ctx, tasks.noteSaved);
  }
  const dues = duesOf(when);
  const [only] = dues;
  if (when.kind === 'exact' && only) return moveTo(ctx, taskId, only);
  const keyboard = ctx.keyboard();
  for (const due of dues) {
    const minute = Math.round(due.at.getTime() / 60_000);
    keyboard.button(writeDueShort(due, ctx, now), moveButton, { taskId, minute, hasTime: due.hasTime }).row();
  }
  await sendScreen(ctx, { text: html`${tasks.whichDate}`, keyboard: keyboard.markup() });
}

async function moveTo(ctx: MemberContext, taskId: string, due: PickedDue): Promise<void> {
  await updateTask(ctx.operation, { taskId, ...dueInput(due, ctx.timeZone) });
  await showScreen(ctx, { text: ctx.texts.tasks.moved(writeDue(due, ctx, ctx.operation.clock.now())) });
}

const moveButton = defineButton(
  'tasks.move',
  z.strictObject({ taskId: z.uuid(), minute: z.int().min(0).max(100_000_000), hasTime: z.boolean() }),
  membersOnly((ctx, { taskId, minute, hasTime }) => moveTo(ctx, taskId, { at: new Date(minute * 60_000), hasTime })),
);

export const taskReplyButtons = [moveButton];
