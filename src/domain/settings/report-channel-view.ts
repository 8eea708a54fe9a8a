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
    disabledAt: row.disabledAt,
  };
}
