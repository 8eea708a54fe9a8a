import type { Context } from '#domain/context.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { countLeads } from '#domain/leads/count-leads.ts';
import { daysAround } from '#domain/tasks/due-time.ts';
import { ownTasks } from '#domain/tasks/policy.ts';
import { taskShape, toTaskView } from '#domain/tasks/task-view.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';
import { zoneOfMember } from '#domain/tasks/write-task.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** What a member has before them today, by their own clock. */
export interface MyDay {
  timeZone: string;
  /** The first of each list by date; the counts are of all. */
  overdue: TaskView[];
  overdueCount: number;
  today: TaskView[];
  todayCount: number;
  tomorrowCount: number;
  /** Open leads, theirs or nobody's, that nobody has taken yet. */
  leadsWaiting: number;
  /** Conversations of theirs in which a client waits for an answer. */
  unanswered: number;
}

const shownTasks = 20;

/** The acting member's day: what is overdue, what is due today and tomorrow, and who waits for them. */
export async function readMyDay(ctx: Context): Promise<MyDay> {
  requirePermission(ctx, 'leads.read');
  const user = requireUser(ctx);
  const timeZone = await zoneOfMember(ctx.db, user.id);
  const now = ctx.clock.now();
  const days = daysAround(now, timeZone);
  const own: Prisma.TaskWhereInput = { AND: [ownTasks(ctx), { doneAt: null }] };
  const isOverdue: Prisma.TaskWhereInput = {
    AND: [own],
    OR: [
      { dueHasTime: true, dueAt: { lt: now } },
      { dueHasTime: false, dueAt: { lt: days.today } },
    ],
  };
  const isToday: Prisma.TaskWhereInput = {
    AND: [own],
    OR: [
      { dueHasTime: true, dueAt: { gte: now, lt: days.tomorrow } },
      { dueHasTime: false, dueAt: { gte: days.today, lt: days.tomorrow } },
    ],
  };
  const isTomorrow: Prisma.TaskWhereInput = { AND: [own], dueAt: { gte: days.tomorrow, lt: days.dayAfter } };
  const first = (where: Prisma.TaskWhereInput) =>
    ctx.db.task.findMany({ where, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], take: shownTasks, include: taskShape });
  const [overdue, overdueCount, today, todayCount, tomorrowCount, mineWaiting, freeWaiting, unanswered] =
    await Promise.all([
      first(isOverdue),
      ctx.db.task.count({ where: isOverdue }),
      first(isToday),
      ctx.db.task.count({ where: isToday }),
      ctx.db.task.count({ where: isTomorrow }),
      countLeads(ctx, { notTaken: true, mine: true }),
      countLeads(ctx, { notTaken: true, unowned: true }),
      ctx.db.conversation.count({ where: { ownerId: user.id, waitingSince: { not: null } } }),
    ]);
  return {
    timeZone,
    overdue: overdue.map(toTaskView),
    overdueCount,
    today: today.map(toTaskView),
    todayCount,
    tomorrowCount,
    leadsWaiting: mineWaiting + freeWaiting,
    unanswered,
  };
}
