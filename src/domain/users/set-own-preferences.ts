import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import { rescheduleForZone } from '#domain/tasks/reschedule-for-zone.ts';
import { zoneOfMember } from '#domain/tasks/write-task.ts';
import { inTransaction } from '#domain/transaction.ts';
import { Minute, TimeZone, UserLanguage } from '#domain/users/user-fields.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const SetOwnPreferencesInput = z.strictObject({
  language: UserLanguage.optional(),
  timeZone: TimeZone.nullish(),
  /** Whether incoming leads may be given to this person. */
  onDuty: z.boolean().optional(),
  /** Minutes after midnight by the person's clock; null: no quiet hours. */
  quietFromMinute: Minute.nullish(),
  quietToMinute: Minute.nullish(),
  /** Notices with a sound; the rest of a day folds into one quiet message. */
  noticesPerDay: z.int().min(0).max(1000).optional(),
});
export type SetOwnPreferencesInput = z.input<typeof SetOwnPreferencesInput>;

/** Changes the acting member's own language, time zone or duty. */
export async function setOwnPreferences(ctx: Context, input: SetOwnPreferencesInput): Promise<UserView> {
  const user = requireUser(ctx);
  const data = onlyGiven(parseInput(SetOwnPreferencesInput, input));
  return inTransaction(ctx, async (tx) => {
    const from = await zoneOfMember(tx.db, user.id);
    await tx.db.user.updateMany({ where: { id: user.id }, data: { ...data, version: { increment: 1 } } });
    if (data.timeZone !== undefined)
      await rescheduleForZone(tx, { userIds: [user.id], from, to: await zoneOfMember(tx.db, user.id) });
    tx.audit({
      action: 'user.preferencesChanged',
      subjectType: 'user',
      subjectId: user.id,
      data: { fields: Object.keys(data) },
    });
    tx.event('user.changed', user.id, {});
    return toUserView(await tx.db.user.findFirstOrThrow({ where: { id: user.id } }));
  });
}
