import { DateTime } from 'luxon';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import type { UserActor } from '#domain/permissions.ts';
import { readMyDay } from '#domain/tasks/read-my-day.ts';
import type { MyDay } from '#domain/tasks/read-my-day.ts';
import { zoneOfMember } from '#domain/tasks/write-task.ts';
import { inTransaction } from '#domain/transaction.ts';
import { getUser } from '#domain/users/get-user.ts';

/**
 * Shows a member their day, once for each of their own dates, however often and from however many processes this is asked.
 * A day with nothing in it is not shown. For the system only; returns whether it was this time that the day began.
 */
export async function beginDay(ctx: Context, input: { userId: string }): Promise<boolean> {
  const { userId } = input;
  const now = ctx.clock.now();
  const actor = await memberAsActor(ctx, userId);
  if (!actor) return false;
  const date = DateTime.fromJSDate(now, { zone: await zoneOfMember(ctx.db, userId) }).toFormat('yyyy-MM-dd');
  const isFull = hasAnything(await readMyDay({ ...ctx, actor }));
  return inTransaction(ctx, async (tx) => {
    const noticeId = newId();
    const { count } = await tx.db.notice.createMany({
      data: [
        {
          id: noticeId,
          userId,
          kind: 'day.begun',
          severity: 'info',
          subjectType: 'user',
          subjectId: userId,
          dedupeKey: `day:${date}`,
          ...(isFull ? { status: 'sent', sentAt: now } : { status: 'dropped' }),
        },
      ],
      skipDuplicates: true,
    });
    if (count === 1 && isFull) tx.event('user.dayBegan', userId, { noticeId });
    return count === 1;
  });
}

/** The day that a card shows, as it stands now, with the name of whose day it is. For the system only. */
export async function readDayOfCard(
  ctx: Context,
  input: { noticeId: string },
): Promise<{ name: string; day: MyDay } | null> {
  const notice = await ctx.db.notice.findFirst({ where: { id: input.noticeId }, select: { userId: true } });
  const actor = notice && (await memberAsActor(ctx, notice.userId));
  return actor ? { name: actor.name, day: await readMyDay({ ...ctx, actor }) } : null;
}

/** What is shown is what the member may see, so their day is read in their name. */
async function memberAsActor(ctx: Context, userId: string): Promise<UserActor | null> {
  const { id, name, role, permissions, disabledAt } = await getUser(ctx, { userId });
  return disabledAt ? null : { kind: 'user', id, name, role, permissions };
}

function hasAnything(day: MyDay): boolean {
  return day.overdueCount + day.todayCount + day.leadsWaiting + day.unanswered > 0;
}
