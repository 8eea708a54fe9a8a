import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { alertKinds, everyKind, noticeKindOf } from '#domain/notices/notice-kinds.ts';
import type { NoticeKind } from '#domain/notices/notice-kinds.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Prisma } from '#prisma/generated/client.ts';

const mostMutes = 200;

/** Something that a person, or a report channel, does not want to hear of. */
export interface MuteView {
  id: string;
  channelId: string | null;
  /** `*` is everything that is not critical. */
  kind: NoticeKind | '*';
  subjectId: string | null;
  until: Date | null;
  createdAt: Date;
}

export const MuteNoticeInput = z.strictObject({
  noticeId: z.uuid(),
  /** Its kind, its record only, or for a day everything that is not critical. */
  what: z.enum(['kind', 'record', 'day']),
});
export type MuteNoticeInput = z.input<typeof MuteNoticeInput>;

const dayMs = 24 * 3_600_000;

/** Mutes, for the acting member, what a notice of theirs tells of. Muting twice changes nothing but the time of a day. */
export async function muteNotice(ctx: Context, input: MuteNoticeInput): Promise<MuteView> {
  const { id: userId } = requireUser(ctx);
  const { noticeId, what } = parseInput(MuteNoticeInput, input);
  return inTransaction(ctx, async (tx) => {
    const notice = await tx.db.notice.findFirst({ where: { id: noticeId, userId } });
    if (!notice) throw notFound('notice');
    const mute = {
      kind: what === 'day' ? everyKind : notice.kind,
      subjectId: what === 'record' ? notice.subjectId : null,
      until: what === 'day' ? new Date(ctx.clock.now().getTime() + dayMs) : null,
    };
    const before = await tx.db.noticeMute.findFirst({
      where: { userId, kind: mute.kind, subjectId: mute.subjectId },
      select: { id: true },
    });
    const id = before?.id ?? newId();
    if (before) await tx.db.noticeMute.updateMany({ where: { id }, data: { until: mute.until } });
    else await tx.db.noticeMute.createMany({ data: [{ id, userId, ...mute }] });
    tx.audit({ action: 'notice.muted', subjectType: 'user', subjectId: userId, data: { kind: mute.kind, what } });
    return toMuteView(await tx.db.noticeMute.findFirstOrThrow({ where: { id } }));
  });
}

/** What the acting member muted for themselves and is still muted; with the right to settings, channels' mutes as well. */
export async function listMutes(ctx: Context, input: { channelId?: string } = {}): Promise<MuteView[]> {
  const { id: userId } = requireUser(ctx);
  if (input.channelId !== undefined) requirePermission(ctx, 'settings.read');
  const rows = await ctx.db.noticeMute.findMany({
    where: {
      ...(input.channelId === undefined ? { userId } : { channelId: input.channelId }),
      OR: [{ until: null }, { until: { gt: ctx.clock.now() } }],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: mostMutes,
  });
  return rows.map(toMuteView);
}

export const UnmuteInput = z.strictObject({ muteId: z.uuid() });
export type UnmuteInput = z.input<typeof UnmuteInput>;

/** Takes a mute back: the acting member's own, or a channel's with the right to settings. */
export async function unmute(ctx: Context, input: UnmuteInput): Promise<void> {
  const { id: userId } = requireUser(ctx);
  const { muteId } = parseInput(UnmuteInput, input);
  await inTransaction(ctx, async (tx) => {
    const own: Prisma.NoticeMuteWhereInput = { id: muteId, userId };
    const mute = await tx.db.noticeMute.findFirst({ where: { OR: [own, { id: muteId, channelId: { not: null } }] } });
    if (!mute) throw notFound('mute');
    if (mute.userId !== userId) requirePermission(ctx, 'settings.write');
    await tx.db.noticeMute.deleteMany({ where: { id: muteId } });
    tx.audit({
      action: 'notice.unmuted',
      subjectType: mute.channelId ? 'reportChannel' : 'user',
      subjectId: mute.channelId ?? userId,
      data: { kind: mute.kind },
    });
  });
}

export const MuteChannelKindInput = z.strictObject({
  channelId: z.uuid(),
  kind: z.enum(alertKinds),
  muted: z.boolean(),
});
export type MuteChannelKindInput = z.input<typeof MuteChannelKindInput>;

/** Says whether a report channel hears of a kind of alert. */
export async function setChannelAlert(ctx: Context, input: MuteChannelKindInput): Promise<void> {
  requirePermission(ctx, 'settings.write');
  const { channelId, kind, muted } = parseInput(MuteChannelKindInput, input);
  await inTransaction(ctx, async (tx) => {
    const channel = await tx.db.reportChannel.findFirst({ where: { id: channelId } });
    if (!channel) throw notFound('reportChannel');
    const others = channel.alerts.filter((one) => one !== kind);
    const alerts = muted ? others : alertKinds.filter((one) => one === kind || others.includes(one));
    await tx.db.reportChannel.updateMany({ where: { id: channelId }, data: { alerts } });
    tx.audit({
      action: muted ? 'reportChannel.alertMuted' : 'reportChannel.alertWanted',
      subjectType: 'reportChannel',
      subjectId: channelId,
      data: { kind },
    });
    tx.event('settings.changed', channelId, { key: 'reportChannels' });
  });
}

function toMuteView(row: {
  id: string;
  channelId: string | null;
  kind: string;
  subjectId: string | null;
  until: Date | null;
  createdAt: Date;
}): MuteView {
  const { id, channelId, subjectId, until, createdAt } = row;
  return { id, channelId, kind: noticeKindOf(row.kind) ?? '*', subjectId, until, createdAt };
}
