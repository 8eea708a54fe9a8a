import { z } from 'zod';
import { completeTask, reopenTask } from '#domain/tasks/complete-task.ts';
import { getTask } from '#domain/tasks/get-task.ts';
import { snoozeTask } from '#domain/tasks/snooze-task.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { BotContext, Reader } from '#bot/context.ts';
import { showDay, showTime } from '#bot/dates.ts';
import { field } from '#bot/fields.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import { openLeadButton } from '#bot/leads/lead.card.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';

/** A task as its owner is reminded of it. */
export function renderTask(
  task: TaskView & { isDeleted?: boolean },
  reader: Reader,
  keyboard: KeyboardMaker,
  now = new Date(),
): Screen {
  const { tasks } = reader.texts;
  const title = shorten(task.title, 500);
  const input = { taskId: task.id };
  const buttons = keyboard();
  if (task.isDeleted) return { text: lines(html`<s>${title}</s>`, tasks.deleted), keyboard: buttons.markup() };
  const text = lines(
    task.escalatedAt && !task.doneAt && tasks.escalated(task.ownerName),
    task.doneAt ? html`☑ <s>${title}</s>` : html`⏰ <b>${title}</b>`,
    task.doneAt ? `${tasks.doneMark} · ${showTime(task.doneAt, reader)}` : dueLine(task, reader, now),
    field(tasks.about, task.about && shorten(task.about, 120)),
    field(tasks.owner, task.ownerName),
    task.note ? quote(task.note) : null,
  );
  if (task.doneAt) buttons.button(tasks.reopen, reopenButton, input);
  else {
    buttons.button(tasks.done, doneButton, input);
    buttons.button(tasks.hour, hourButton, input).button(tasks.tomorrow, tomorrowButton, input);
  }
  if (task.leadId) buttons.row().button(tasks.openLead, openLeadButton, { leadId: task.leadId });
  return { text, keyboard: buttons.markup() };
}

/** When it is due, by the clock of the zone in which that was agreed, else by the reader's. */
function dueLine(task: TaskView, reader: Reader, now: Date) {
  const { tasks } = reader.texts;
  if (!task.dueAt) return field(tasks.due, tasks.noDate);
  const clock = { language: reader.language, timeZone: task.timeZone ?? reader.timeZone };
  const when = task.dueHasTime ? showTime(task.dueAt, clock) : showDay(task.dueAt, clock);
  const over = task.dueHasTime ? task.dueAt : new Date(task.dueAt.getTime() + 24 * 3_600_000);
  // A reminder that comes at the very time is no reproach.
  return now.getTime() - over.getTime() > 5 * 60_000 ? tasks.overdue(when) : field(tasks.due, when);
}

/** Shows the task as it stands now, in place of the tapped message. */
export async function showTask(ctx: BotContext, taskId: string): Promise<void> {
  await showScreen(ctx, renderTask(await getTask(ctx.operation, { taskId }), ctx, ctx.keyboard));
}

const TaskInput = z.strictObject({ taskId: z.uuid() });

export const doneButton = defineButton(
  'tasks.done',
  TaskInput,
  membersOnly(async (ctx, { taskId }) => {
    await completeTask(ctx.operation, { taskId });
    await showTask(ctx, taskId);
  }),
);

export const reopenButton = defineButton(
  'tasks.reopen',
  TaskInput,
  membersOnly(async (ctx, { taskId }) => {
    await reopenTask(ctx.operation, { taskId });
    await showTask(ctx, taskId);
  }),
);

export const hourButton = defineButton(
  'tasks.hour',
  TaskInput,
  membersOnly((ctx, { taskId }) => putOff(ctx, taskId, 'hour')),
);

export const tomorrowButton = defineButton(
  'tasks.tomorrow',
  TaskInput,
  membersOnly((ctx, { taskId }) => putOff(ctx, taskId, 'tomorrow')),
);

async function putOff(ctx: BotContext, taskId: string, to: 'hour' | 'tomorrow'): Promise<void> {
  await snoozeTask(ctx.operation, { taskId, to });
  await showTask(ctx, taskId);
}

export const taskButtons = [doneButton, reopenButton, hourButton, tomorrowButton];
