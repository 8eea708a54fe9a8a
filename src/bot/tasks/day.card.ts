import type { readDayOfCard } from '#domain/tasks/begin-day.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { Reader } from '#bot/context.ts';
import { showClock, showDay } from '#bot/dates.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { openPlaceButton } from '#bot/menu/way-back.ts';
import type { Screen } from '#bot/screen.ts';

type Day = NonNullable<Awaited<ReturnType<typeof readDayOfCard>>>;
const shownOfEach = 5;

/** The member's day in the morning: what is overdue, what is for today, who waits, and the ways there. */
export function renderDay({ name, day }: Day, reader: Reader, keyboard: KeyboardMaker): Screen {
  const texts = reader.texts.tasks.day;
  const buttons = keyboard();
  const { overdueCount, todayCount, tomorrowCount, leadsWaiting, unanswered } = day;
  const isEmpty = overdueCount + todayCount + leadsWaiting + unanswered === 0;
  const text = lines(
    texts.title(name),
    isEmpty && texts.nothing,
    overdueCount > 0 && html`\n⚠️ <b>${texts.overdue(overdueCount)}</b>`,
    ...day.overdue.slice(0, shownOfEach).map((task) => lineOf(task, reader, true)),
    todayCount > 0 && html`\n📅 <b>${texts.today(todayCount)}</b>`,
    ...day.today.slice(0, shownOfEach).map((task) => lineOf(task, reader, false)),
    (leadsWaiting > 0 || unanswered > 0 || tomorrowCount > 0) && '',
    leadsWaiting > 0 && `👥 ${texts.leads(leadsWaiting)}`,
    unanswered > 0 && `💬 ${texts.unanswered(unanswered)}`,
    tomorrowCount > 0 && `▫️ ${texts.tomorrow(tomorrowCount)}`,
  );
  buttons.button(texts.openTasks, openPlaceButton, { place: 'tasks' });
  if (leadsWaiting > 0) buttons.button(texts.openLeads, openPlaceButton, { place: 'leads' });
  if (unanswered > 0) buttons.button(texts.openInbox, openPlaceButton, { place: 'inbox' });
  return { text, keyboard: buttons.markup() };
}

function lineOf(task: TaskView, reader: Reader, withDay: boolean) {
  const when =
    task.dueAt === null
      ? ''
      : withDay
        ? showDay(task.dueAt, reader)
        : task.dueHasTime
          ? showClock(task.dueAt, reader)
          : '';
  return html`• ${when === '' ? '' : `${when} · `}${shorten(task.title, 80)}${task.about ? ` (${shorten(task.about, 40)})` : ''}`;
}
