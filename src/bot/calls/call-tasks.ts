import type { TaskView } from '#domain/tasks/task-view.ts';
import type { Reader } from '#bot/context.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';

const shownTasks = 8;

/** The tasks that were made of a call's next steps, the done ones ticked and struck through. */
export function taskLines(tasks: TaskView[], reader: Reader): Html {
  const done = tasks.filter((task) => task.doneAt !== null).length;
  return lines(
    '',
    html`<b>${reader.texts.calls.tasks(tasks.length, done)}</b>`,
    ...tasks.slice(0, shownTasks).map(({ title, doneAt }) => {
      const shown = shorten(title, 200);
      return doneAt ? html`☑ <s>${shown}</s>` : html`☐ ${shown}`;
    }),
  );
}

/** Tasks that can still be ticked off on the card. */
export function openTasks(tasks: TaskView[]): TaskView[] {
  return tasks.slice(0, shownTasks).filter((task) => task.doneAt === null);
}
