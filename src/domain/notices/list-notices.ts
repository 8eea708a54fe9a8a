import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { NoticeData, noticeKindOf, noticeKinds } from '#domain/notices/notice-kinds.ts';
import type { NoticeKind } from '#domain/notices/notice-kinds.ts';
import { readSubjects } from '#domain/notices/read-subjects.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import type { NoticeStatus, Severity } from '#prisma/generated/enums.ts';
import type { NoticeModel } from '#prisma/generated/models/Notice.ts';

/** A notice as its person sees it. */
export interface NoticeView {
  id: string;
  kind: NoticeKind;
  severity: Severity;
  status: NoticeStatus;
  subjectType: string;
  subjectId: string | null;
  data: NoticeData;
  client: string | null;
  member: string | null;
  notBefore: Date;
  sentAt: Date | null;
  actedAt: Date | null;
  resolvedAt: Date | null;
  resolvedBy: string | null;
  createdAt: Date;
}

export const ListNoticesInput = z.strictObject({
  ...pageFields,
  /** Only what nobody has acted on or settled. */
  isOpen: z.boolean().default(false),
});
export type ListNoticesInput = z.input<typeof ListNoticesInput>;

/** The acting member's own notices, newest first, also those that were muted, folded or dropped. */
export async function listNotices(
  ctx: Context,
  input: ListNoticesInput = {},
): Promise<{ items: NoticeView[]; nextCursor: string | null }> {
  const { id: userId } = requireUser(ctx);
  const { limit, cursor, isOpen } = parseInput(ListNoticesInput, input);
  const rows = await ctx.db.notice.findMany({
    where: {
      AND: [
        { userId, kind: { in: [...noticeKinds] } },
        isOpen ? { actedAt: null, resolvedAt: null } : {},
        afterPosition('createdAt', cursor),
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const views = await toNoticeViews(ctx, rows);
  return toPage(
    views,
    limit,
    (view) => ({ at: view.createdAt, id: view.id }),
    (view) => view,
  );
}

/** A notice, a member's own or for the system anybody's; null when it is none of those that are messages of their own. */
export async function readNoticeOfCard(ctx: Context, input: { noticeId: string }): Promise<NoticeView | null> {
  const own = ctx.actor.kind === 'system' ? {} : { userId: requireUser(ctx).id };
  const rows = await ctx.db.notice.findMany({ where: { id: input.noticeId, ...own } });
  return (await toNoticeViews(ctx, rows))[0] ?? null;
}

/** What one message of folded notices shows: the newest of them, and how many there are. */
export async function readFold(
  ctx: Context,
  input: { headId: string; most: number },
): Promise<{ items: NoticeView[]; total: number }> {
  const where = { foldedIntoId: input.headId, status: 'folded' } as const;
  const [rows, total] = await Promise.all([
    ctx.db.notice.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: input.most }),
    ctx.db.notice.count({ where }),
  ]);
  return { items: await toNoticeViews(ctx, rows), total };
}

async function toNoticeViews(ctx: Context, rows: readonly NoticeModel[]): Promise<NoticeView[]> {
  const settlers = rows.flatMap(({ resolvedById }) => (resolvedById === null ? [] : [resolvedById]));
  const [subjects, users] = await Promise.all([
    readSubjects(ctx, rows),
    settlers.length === 0
      ? []
      : ctx.db.user.findMany({ where: { id: { in: settlers } }, select: { id: true, name: true } }),
  ]);
  const names = new Map(users.map((user) => [user.id, user.name]));
  return rows.flatMap((row) => {
    const kind = noticeKindOf(row.kind);
    if (!kind) return [];
    const facts = row.subjectId === null ? undefined : subjects.get(row.subjectId);
    const { id, severity, status, subjectType, subjectId, notBefore, sentAt, actedAt, resolvedAt, createdAt } = row;
    return {
      id,
      kind,
      severity,
      status,
      subjectType,
      subjectId,
      data: NoticeData.parse(row.data),
      client: facts?.client ?? null,
      member: facts?.member ?? null,
      notBefore,
      sentAt,
      actedAt,
      resolvedAt,
      resolvedBy: row.resolvedById === null ? null : (names.get(row.resolvedById) ?? null),
      createdAt,
    };
  });
}

/** One line of a channel's message of alerts. */
export interface AlertLine {
  id: string;
  kind: NoticeKind;
  subjectType: string;
  subjectId: string | null;
  data: NoticeData;
  /** Absent where clients' names may not be shown. */
  client: string | null;
  member: string | null;
  severity: Severity;
}

/** What a channel's message of alerts shows: the newest of them, and how many there are. For jobs. */
export async function readChannelAlerts(
  ctx: Context,
  input: { headId: string; most: number },
): Promise<{ items: AlertLine[]; total: number }> {
  const where = { shownById: input.headId };
  const [rows, total] = await Promise.all([
    ctx.db.channelAlert.findMany({
      where,
      include: { channel: { select: { personalData: true } } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: input.most,
    }),
    ctx.db.channelAlert.count({ where }),
  ]);
  const subjects = await readSubjects(ctx, rows);
  const items = rows.flatMap((row) => {
    const kind = noticeKindOf(row.kind);
    if (!kind) return [];
    const facts = row.subjectId === null ? undefined : subjects.get(row.subjectId);
    const { id, subjectType, subjectId, severity } = row;
    return {
      id,
      kind,
      subjectType,
      subjectId,
      severity,
      data: NoticeData.parse(row.data),
      client: row.channel.personalData ? (facts?.client ?? null) : null,
      member: facts?.member ?? null,
    };
  });
  return { items, total };
}
