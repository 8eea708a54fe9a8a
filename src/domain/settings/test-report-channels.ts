import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '#domain/context.ts';
import { requirePermission } from '#domain/permissions.ts';
import { toReportChannelView } from '#domain/settings/report-channel-view.ts';
import { inTransaction } from '#domain/transaction.ts';

export interface ReportChannelTest {
  channelId: string;
  title: string;
  /** `waiting`: not sent within the time that the caller waits; it is tried on. */
  result: 'sent' | 'refused' | 'notConnected' | 'waiting' | 'failed';
  error: string | null;
}

const patienceMs = 10_000;
const mostChannels = 50;
/** A worker whose last sign of life is older is none. */
const staleMs = 120_000;

/** Sends a test line to each report channel, and says after at most ten seconds what became of each. */
export async function testReportChannels(ctx: Context, waitMs = patienceMs): Promise<ReportChannelTest[]> {
  requirePermission(ctx, 'settings.write');
  const { channels, eventIds } = await inTransaction(ctx, async (tx) => {
    const rows = await tx.db.reportChannel.findMany({
      where: { disabledAt: null },
      orderBy: { createdAt: 'asc' },
      take: mostChannels,
    });
    for (const { id } of rows)
      tx.audit({ action: 'reportChannel.tested', subjectType: 'reportChannel', subjectId: id });
    const written = rows.map(({ id }) => tx.event('reportChannel.tested', id, {}));
    return { channels: rows.map(toReportChannelView), eventIds: written };
  });
  // Where no worker runs there is nothing to wait for.
  const untilMs = performance.now() + ((await hasWorker(ctx)) ? waitMs : 0);
  let tests = await look(ctx, channels, eventIds);
  while (performance.now() < untilMs && tests.some(({ result }) => result === 'waiting')) {
    await delay(100);
    tests = await look(ctx, channels, eventIds);
  }
  return tests;
}

async function hasWorker(ctx: Context): Promise<boolean> {
  const beat = await ctx.runtime.database.prisma.heartbeat.findUnique({ where: { name: 'jobs' } });
  return beat !== null && ctx.clock.now().getTime() - beat.beatAt.getTime() < staleMs;
}

async function look(
  ctx: Context,
  channels: { id: string; title: string }[],
  eventIds: string[],
): Promise<ReportChannelTest[]> {
  const keyOf = (at: number) => `draw-cards:reportTest:${channels[at]?.id}:${eventIds[at]}`;
  const [effects, cards, disabled] = await Promise.all([
    ctx.db.effect.findMany({
      where: { key: { in: channels.map((_channel, at) => keyOf(at)) } },
      select: { id: true, key: true, state: true, lastError: true },
    }),
    ctx.db.card.findMany({
      where: { kind: 'reportTest', subjectId: { in: channels.map(({ id }) => id) } },
      select: { subjectId: true, sentAnewFor: true },
    }),
    ctx.db.reportChannel.findMany({
      where: { id: { in: channels.map(({ id }) => id) }, disabledAt: { not: null } },
      select: { id: true },
    }),
  ]);
  return channels.map(({ id, title }, at) => {
    const effect = effects.find(({ key }) => key === keyOf(at));
    const isSent = effect && cards.some((card) => card.subjectId === id && card.sentAnewFor === effect.id);
    const result = isSent
      ? 'sent'
      : disabled.some((channel) => channel.id === id)
        ? 'refused'
        : effect?.state === 'done'
          ? 'notConnected'
          : effect?.state === 'parked'
            ? 'failed'
            : 'waiting';
    return { channelId: id, title, result, error: isSent ? null : (effect?.lastError ?? null) };
  });
}
