import { z } from '@hono/zod-openapi';
import type { NoticeView } from '#domain/notices/list-notices.ts';
import type { MuteView } from '#domain/notices/mutes.ts';
import { Moment } from '#api/views.ts';

export const Notice = z
  .object({
    id: z.string(),
    kind: z.string(),
    severity: z.enum(['info', 'normal', 'critical']),
    status: z
      .enum(['waiting', 'sent', 'folded', 'muted', 'dropped'])
      .describe('Waiting: for the end of quiet hours. Dropped: the person could not be reached.'),
    subjectType: z.string(),
    subjectId: z.string().nullable(),
    client: z.string().nullable(),
    member: z.string().nullable(),
    notBefore: Moment,
    sentAt: Moment.nullable(),
    actedAt: Moment.nullable(),
    resolvedAt: Moment.nullable(),
    resolvedBy: z.string().nullable(),
    createdAt: Moment,
  })
  .openapi('Notice');

/** What the notice says beside its record stays in the bot. */
export function toNotice({ data: _data, ...notice }: NoticeView) {
  return notice;
}

export const Mute = z
  .object({
    id: z.string(),
    channelId: z.string().nullable(),
    kind: z.string().describe('* is everything that is not critical.'),
    subjectId: z.string().nullable(),
    until: Moment.nullable(),
    createdAt: Moment,
  })
  .openapi('Mute');

export function toMute(mute: MuteView): MuteView {
  return mute;
}
