import type { Context } from '#domain/context.ts';
import { findAdminsOnDuty } from '#domain/notices/raise-alert.ts';
import { raiseNotice } from '#domain/notices/raise-notice.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { ReportChannelModel } from '#prisma/generated/models/ReportChannel.ts';

/** The bot may not write to a chat any more: nothing is sent there, and the admins are told. */
export async function loseChannel(ctx: Context, chatId: bigint): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const channel = await tx.db.reportChannel.findFirst({ where: { chatId, disabledAt: null } });
    if (!channel) return;
    const now = ctx.clock.now();
    await tx.db.reportChannel.updateMany({ where: { id: channel.id }, data: { disabledAt: now } });
    tx.audit({ action: 'reportChannel.lost', subjectType: 'reportChannel', subjectId: channel.id });
    tx.event('settings.changed', channel.id, { key: 'reportChannels' });
    await tellAdmins(tx, 'channels.lost', channel, now);
  });
}

/** The topic that reports went to was deleted: from now on they go to the chat itself, and the admins are told. */
export async function loseTopic(ctx: Context, chatId: bigint): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const channel = await tx.db.reportChannel.findFirst({ where: { chatId, threadId: { not: null } } });
    if (!channel) return;
    await tx.db.reportChannel.updateMany({ where: { id: channel.id }, data: { threadId: null } });
    tx.audit({ action: 'reportChannel.topicLost', subjectType: 'reportChannel', subjectId: channel.id });
    await tellAdmins(tx, 'channels.topicGone', channel, ctx.clock.now());
  });
}

/** The group became a supergroup: what is sent next goes there. */
export async function moveChannel(ctx: Context, from: bigint, to: bigint): Promise<void> {
  if ((await ctx.db.reportChannel.count({ where: { chatId: to } })) > 0) return;
  await ctx.db.reportChannel.updateMany({ where: { chatId: from }, data: { chatId: to } });
}

async function tellAdmins(
  tx: Transaction,
  kind: 'channels.lost' | 'channels.topicGone',
  channel: ReportChannelModel,
  now: Date,
): Promise<void> {
  for (const userId of (await findAdminsOnDuty(tx)).sort())
    await raiseNotice(tx, {
      userId,
      kind,
      severity: 'normal',
      subjectType: 'reportChannel',
      subjectId: channel.id,
      dedupeKey: `${kind}:${channel.id}:${now.getTime()}`,
      data: { title: channel.title },
    });
}
