import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { alertKinds } from '#domain/notices/notice-kinds.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { toReportChannelView } from '#domain/settings/report-channel-view.ts';
import type { ReportChannelView } from '#domain/settings/report-channel-view.ts';
import { inTransaction } from '#domain/transaction.ts';
import { Minute, TelegramId, TimeZone, UserLanguage } from '#domain/users/user-fields.ts';

export const SetReportChannelInput = z.strictObject({
  chatId: TelegramId,
  threadId: z.int().positive().nullish(),
  title: z.string().trim().min(1).max(255),
  language: UserLanguage,
  /** Whether clients' names and numbers may be shown there. */
  personalData: z.boolean().optional(),
  /** Null is the organization's. */
  timeZone: TimeZone.nullish(),
  /** Minutes after local midnight; null sends none. */
  dailyAtMinute: Minute.nullish(),
  /** ISO weekday; null sends none. */
  weeklyOnDay: z.int().min(1).max(7).nullish(),
  weeklyAtMinute: Minute.optional(),
  alerts: z
    .array(z.enum(alertKinds))
    .max(alertKinds.length)
    .transform((kinds) => [...new Set(kinds)])
    .optional(),
  quietFromMinute: Minute.nullish(),
  quietToMinute: Minute.nullish(),
  darkCharts: z.boolean().optional(),
});
export type SetReportChannelInput = z.input<typeof SetReportChannelInput>;

/** Makes a chat receive reports, or changes how; a chat that was switched off receives them again. */
export async function setReportChannel(ctx: Context, input: SetReportChannelInput): Promise<ReportChannelView> {
  requirePermission(ctx, 'settings.write');
  const data = parseInput(SetReportChannelInput, input);
  const chatId = BigInt(data.chatId);
  const { chatId: _chat, ...given } = data;
  const fields = onlyGiven(given);
  return inTransaction(ctx, async (tx) => {
    await tx.db.reportChannel.createMany({
      data: [{ id: newId(), chatId, title: data.title, language: data.language }],
      skipDuplicates: true,
    });
    await tx.db.reportChannel.updateMany({ where: { chatId }, data: { ...fields, disabledAt: null } });
    const row = await tx.db.reportChannel.findFirstOrThrow({ where: { chatId } });
    tx.audit({
      action: 'reportChannel.set',
      subjectType: 'reportChannel',
      subjectId: row.id,
      data: { chatId: data.chatId, personalData: row.personalData },
    });
    tx.event('settings.changed', row.id, { key: 'reportChannels' });
    return toReportChannelView(row);
  });
}
