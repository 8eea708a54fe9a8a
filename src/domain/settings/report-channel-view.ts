import type { Language } from '#prisma/generated/enums.ts';
import type { ReportChannelModel } from '#prisma/generated/models/ReportChannel.ts';

/** A chat that receives reports and call results. */
export interface ReportChannelView {
  id: string;
  chatId: string;
  threadId: number | null;
  title: string;
  language: Language;
  personalData: boolean;
  /** IANA; null is the organization's. */
  timeZone: string | null;
  /** Minutes after local midnight; null sends none. */
  dailyAtMinute: number | null;
  /** ISO weekday; null sends none. */
  weeklyOnDay: number | null;
  weeklyAtMinute: number;
  alerts: string[];
  quietFromMinute: number | null;
  quietToMinute: number | null;
  darkCharts: boolean;
  disabledAt: Date | null;
}

export function toReportChannelView(row: ReportChannelModel): ReportChannelView {
  return {
    id: row.id,
    chatId: String(row.chatId),
    threadId: row.threadId,
    title: row.title,
    language: row.language,
    personalData: row.personalData,
    timeZone: row.timeZone,
    dailyAtMinute: row.dailyAtMinute,
    weeklyOnDay: row.weeklyOnDay,
    weeklyAtMinute: row.weeklyAtMinute,
    alerts: row.alerts,
    quietFromMinute: row.quietFromMinute,
    quietToMinute: row.quietToMinute,
    darkCharts: row.darkCharts,
    disabledAt: row.disabledAt,
  };
}
