import { z } from 'zod';
import { DateTime } from 'luxon';
import { actorHas } from '#domain/permissions.ts';
import { getTask } from '#domain/tasks/get-task.ts';
import { listTasks } from '#domain/tasks/list-tasks.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { showClock, showDay } from '#bot/dates.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { readListPlace, saveListPlace, turnedPage } from '#bot/lists/list-place.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import { newTaskButton } from '#bot/tasks/new-task.ts';
import { renderTask } from '#bot/tasks/task.card.ts';

const pageSize = 8;
const list = 'tasks';

/** One page of the member's open tasks, what is due first first, in place of the tapped message or as a new one. */
export async function showTasks(ctx: MemberContext, page = 0): Promise<void> {
  const place = await readListPlace(ctx, list);
  const cursor = page > 0 ? place.cursors[page - 1] : undefined;
  const { items, nextCursor } = await listTasks(ctx.operation, {
    mine: true,
    isOpen: true,
    sort: 'due',
    limit: pageSize,
    ...(cursor === undefined ? {} : { cursor }),
  });
  await saveListPlace(ctx, list, turnedPage(place, cursor === undefined ? 0 : page, nextCursor));
  const { tasks } = ctx.texts;
  const now = ctx.operation.clock.now();
  const keyboard = ctx.keyboard();
  for (const task of items) {
    const mark = marks[groupOf(task, now, ctx)];
    const label = [mark, dueIn(task, now, ctx), shorten(task.title, 40)].filter((part) => part !== '').join(' ');
    keyboard.button(label, showTaskButton, { taskId: task.id }).row();
  }
  if (page > 0) keyboard.button(tasks.sooner, pageButton, { page: page - 1 });
  if (nextCursor !== null) keyboard.button(tasks.later, pageButton, { page: page + 1 });
  keyboard.row();
  if (actorHas(ctx.operation.actor, 'leads.write')) keyboard.button(tasks.add, newTaskButton, { leadId: null });
  const text =
    items.length > 0
      ? lines(tasks.listTitle, ...groupLines(items, now, ctx))
      : lines(tasks.listTitle, '', tasks.listEmpty);
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

type Group = 'overdue' | 'today' | 'ahead' | 'undated';
const marks: Record<Group, string> = { overdue: '⚠️', today: '📅', ahead: '▫️', undated: '▫️' };

/** Where a task belongs by the reader's clock. */
function groupOf(task: TaskView, now: Date, { timeZone }: Pick<Reader, 'timeZone'>): Group {
  if (!task.dueAt) return 'undated';
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  const isOver = task.dueHasTime ? task.dueAt < now : task.dueAt < today.toJSDate();
  if (isOver) return 'overdue';
  return task.dueAt < today.plus({ days: 1 }).toJSDate() ? 'today' : 'ahead';
}

function dueIn(task: TaskView, now: Date, reader: Reader): string {
  if (!task.dueAt) return '';
  const isToday = groupOf(task, now, reader) === 'today';
  if (isToday) return task.dueHasTime ? showClock(task.dueAt, reader) : '';
  return showDay(task.dueAt, reader);
}

/** How many of the page are in each group. */
function groupLines(items: TaskView[], now: Date, reader: Reader) {
  const { groups } = reader.texts.tasks;
  return (['overdue', 'today', 'ahead', 'undated'] as const).map((group) => {
    const count = items.filter((task) => groupOf(task, now, reader) === group).length;
    return count > 0 && html`${marks[group]} ${groups[group](count)}`;
  });
}

const pageButton = defineButton(
  'tasks.page',
  z.strictObject({ page: z.int().min(0).max(200) }),
  membersOnly((ctx, { page }) => showTasks(ctx, page)),
);

/** The task's card in place of the list, with the way back to it. */
const showTaskButton = defineButton(
  'tasks.show',
  z.strictObject({ taskId: z.uuid() }),
  membersOnly(async (ctx, { taskId }) => {
    const task = await getTask(ctx.operation, { taskId });
    const screen = renderTask(task, ctx, ctx.keyboard, ctx.operation.clock.now());
    await showScreen(ctx, withWayBack(screen, ctx, { label: ctx.texts.tasks.toList, place: 'tasks' }));
  }),
);

export const taskListButtons = [pageButton, showTaskButton];
