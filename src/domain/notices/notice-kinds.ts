import { z } from 'zod';

/** What is noticed about the work: each comes to people, and to the report channels that list it. */
export const alertKinds = [
  'calls.missed',
  'calls.negative',
  'approvals.overdue',
  'leads.stuck',
  'leads.notTaken',
  'conversations.waiting',
  'services.failing',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Every kind of notice that is written as a message of its own. */
export const noticeKinds = [...alertKinds, 'channels.lost', 'channels.topicGone'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What a notice is about; the record of `subjectId`, or for a service none. */
export const subjectTypes = ['lead', 'call', 'callRequest', 'conversation', 'service', 'reportChannel'] as const;
export type SubjectType = (typeof subjectTypes)[number];

/** What a notice says beside its record: the failing queue and how many, or the channel's title. */
export const NoticeData = z.object({
  queue: z.string().optional(),
  count: z.number().int().optional(),
  title: z.string().optional(),
});
export type NoticeData = z.output<typeof NoticeData>;

/** Stands in a mute for everything that is not critical. */
export const everyKind = '*';

/** What is noticed, before it is decided who hears of it and how. */
export interface Noticed {
  kind: NoticeKind;
  severity: 'info' | 'normal' | 'critical';
  subjectType: SubjectType;
  subjectId: string | null;
  /** The same thing noticed twice is one notice for each person and channel. */
  dedupeKey: string;
  data?: NoticeData;
}

/** The known kind of a stored row; kinds that are shown otherwise, such as the day, are null. */
export function noticeKindOf(kind: string): NoticeKind | null {
  return noticeKinds.find((known) => known === kind) ?? null;
}
