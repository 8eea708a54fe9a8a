import type { CardKind } from '#domain/ports/messenger.ts';
import type { Context } from '#domain/context.ts';
import { findMergeOwners } from '#domain/merges/find-merge-owners.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** A chat that a card goes to. */
export interface CardPlace {
  userId: string | null;
  chatId: bigint;
  threadId: number | null;
}

/** Where a record's cards are first shown: the chats of the people it concerns, or the report channels. */
export async function findCardPlaces(ctx: Context, kind: CardKind, subjectId: string): Promise<CardPlace[]> {
  switch (kind) {
    case 'lead': {
      const lead = await ctx.db.lead.findFirst({
        where: { id: subjectId, deletedAt: null },
        select: { ownerId: true },
      });
      return memberPlaces(ctx, { id: { in: lead?.ownerId ? [lead.ownerId] : [] } });
    }
    case 'approval':
      return approverPlaces(ctx, subjectId);
    case 'callRequest': {
      const request = await ctx.db.callRequest.findFirst({ where: { id: subjectId }, select: { requesterId: true } });
      return memberPlaces(ctx, { id: { in: request ? [request.requesterId] : [] } });
    }
    case 'call': {
      const call = await ctx.db.call.findFirst({
        where: { id: subjectId, deletedAt: null },
        select: { managerId: true },
      });
      return memberPlaces(ctx, { id: { in: call?.managerId ? [call.managerId] : [] } });
    }
    case 'callReport': {
      const channels = await ctx.db.reportChannel.findMany({
        where: { disabledAt: null },
        select: { chatId: true, threadId: true },
      });
      return channels.map((channel) => ({ userId: null, ...channel }));
    }
    case 'reportTest': {
      const channel = await ctx.db.reportChannel.findFirst({
        where: { id: subjectId, disabledAt: null },
        select: { chatId: true, threadId: true },
      });
      return channel ? [{ userId: null, ...channel }] : [];
    }
    case 'draft': {
      const draft = await ctx.db.draft.findFirst({ where: { id: subjectId }, select: { ownerId: true } });
      return memberPlaces(ctx, { id: { in: draft ? [draft.ownerId] : [] } });
    }
    case 'message':
    case 'media':
      return messagePlaces(ctx, subjectId);
    case 'noticeFold':
    case 'notice':
    case 'day': {
      const notice = await ctx.db.notice.findFirst({ where: { id: subjectId }, select: { userId: true } });
      return memberPlaces(ctx, { id: { in: notice ? [notice.userId] : [] } });
    }
    case 'alerts': {
      const alert = await ctx.db.channelAlert.findFirst({
        where: { id: subjectId, channel: { disabledAt: null } },
        select: { channel: { select: { chatId: true, threadId: true } } },
      });
      return alert ? [{ userId: null, ...alert.channel }] : [];
    }
    case 'merge':
      return memberPlaces(ctx, { id: { in: await findMergeOwners(ctx, subjectId) } });
    case 'task':
      return taskPlaces(ctx, subjectId);
  }
}

/**
 * Whoever may approve and is on duty, all of them when nobody is; once it was escalated, all admins as well. The requester
 * only where the organization lets people approve their own. Decided requests are shown to nobody new.
 */
async function approverPlaces(ctx: Context, callRequestId: string): Promise<CardPlace[]> {
  const request = await ctx.db.callRequest.findFirst({
    where: { id: callRequestId, status: 'pending' },
    select: { requesterId: true, escalatedAt: true },
  });
  if (!request) return [];
  const mayDecide = await decidersOf(ctx, request.requesterId);
  const onDuty = await memberPlaces(ctx, { AND: [mayDecide, { onDuty: true }] });
  if (onDuty.length === 0) return memberPlaces(ctx, mayDecide);
  if (!request.escalatedAt) return onDuty;
  const admins = await memberPlaces(ctx, { AND: [mayDecide, { role: 'admin' }] });
  return [...new Map([...onDuty, ...admins].map((place) => [place.chatId, place])).values()];
}

/** Who may decide about a request of this requester. */
async function decidersOf(ctx: Context, requesterId: string): Promise<Prisma.UserWhereInput> {
  const { ownApprovalAllowed } = await ctx.db.organization.findFirstOrThrow({ select: { ownApprovalAllowed: true } });
  return {
    disabledAt: null,
    OR: [{ role: 'admin' }, { permissions: { has: 'calls.approve' } }],
    ...(ownApprovalAllowed ? {} : { id: { not: requesterId } }),
  };
}

/**
 * Open cards of people whom the record no longer concerns: approvers who lost the right or the account, members whose lead
 * went to somebody else. Whoever may still see the record keeps the card, so that they see what became of it.
 */
export async function findLostCards(ctx: Context, kind: CardKind, subjectId: string): Promise<string[]> {
  const keepers = await findKeepers(ctx, kind, subjectId);
  if (!keepers) return [];
  const cards = await ctx.db.card.findMany({
    where: { kind, subjectId, closedAt: null, user: { is: { NOT: keepers } } },
    select: { id: true },
  });
  return cards.map((card) => card.id);
}

/** Who may keep a card of this record; null when everybody may. */
async function findKeepers(ctx: Context, kind: CardKind, subjectId: string): Promise<Prisma.UserWhereInput | null> {
  if (kind === 'approval') {
    const request = await ctx.db.callRequest.findFirst({ where: { id: subjectId }, select: { requesterId: true } });
    return request && decidersOf(ctx, request.requesterId);
  }
  if (kind === 'task') {
    const task = await ctx.db.task.findFirst({ where: { id: subjectId }, select: { ownerId: true } });
    return task && { disabledAt: null, OR: [{ id: task.ownerId }, { role: 'admin' }] };
  }
  if (kind === 'message' || kind === 'media') {
    const message = await ctx.db.message.findFirst({
      where: { id: subjectId },
      select: { conversation: { select: { ownerId: true } } },
    });
    return message && readersOf(message.conversation.ownerId);
  }
  if (kind === 'draft') {
    const draft = await ctx.db.draft.findFirst({ where: { id: subjectId }, select: { ownerId: true } });
    return draft && readersOf(draft.ownerId);
  }
  if (kind !== 'lead') return null;
  const lead = await ctx.db.lead.findFirst({ where: { id: subjectId }, select: { ownerId: true } });
  if (!lead?.ownerId) return null;
  return {
    disabledAt: null,
    OR: [{ id: lead.ownerId }, { role: { in: ['admin', 'analyst'] } }, { permissions: { has: 'leads.readAll' } }],
  };
}

/** The client's owner; a client whom nobody has is shown to all managers on duty, or the admins when there is none. */
async function messagePlaces(ctx: Context, messageId: string): Promise<CardPlace[]> {
  const message = await ctx.db.message.findFirst({
    where: { id: messageId },
    select: { direction: true, authorId: true, conversation: { select: { ownerId: true } } },
  });
  if (!message) return [];
  const { ownerId } = message.conversation;
  if (ownerId) return memberPlaces(ctx, { id: ownerId });
  if (message.direction === 'outgoing')
    return memberPlaces(ctx, { id: { in: message.authorId ? [message.authorId] : [] } });
  const onDuty = await memberPlaces(ctx, { role: 'manager', onDuty: true });
  return onDuty.length > 0 ? onDuty : memberPlaces(ctx, { role: 'admin' });
}

/** Whoever may read the conversation. */
function readersOf(ownerId: string | null): Prisma.UserWhereInput | null {
  if (!ownerId) return null;
  return {
    disabledAt: null,
    OR: [{ id: ownerId }, { role: { in: ['admin', 'analyst'] } }, { permissions: { has: 'conversations.readAll' } }],
  };
}

/**
 * The owner, once they were reminded or when somebody else gave them the task; after an escalation the admins on duty as
 * well, or all of them when none is. A task that is done or deleted is shown to nobody new.
 */
async function taskPlaces(ctx: Context, taskId: string): Promise<CardPlace[]> {
  const task = await ctx.db.task.findFirst({
    where: { id: taskId, doneAt: null, deletedAt: null },
    select: { ownerId: true, createdById: true, remindCount: true, escalatedAt: true },
  });
  if (!task) return [];
  const isGiven = task.createdById !== null && task.createdById !== task.ownerId;
  const owner = task.remindCount > 0 || isGiven ? await memberPlaces(ctx, { id: task.ownerId }) : [];
  if (!task.escalatedAt) return owner;
  const onDuty = await memberPlaces(ctx, { role: 'admin', onDuty: true });
  const admins = onDuty.length > 0 ? onDuty : await memberPlaces(ctx, { role: 'admin' });
  return [...new Map([...owner, ...admins].map((place) => [place.chatId, place])).values()];
}

async function memberPlaces(ctx: Context, where: Prisma.UserWhereInput): Promise<CardPlace[]> {
  const users = await ctx.db.user.findMany({
    where: { AND: [where, { disabledAt: null, telegramBlocked: false, telegramChatId: { not: null } }] },
    select: { id: true, telegramChatId: true },
  });
  return users.flatMap((user) =>
    user.telegramChatId === null ? [] : [{ userId: user.id, chatId: user.telegramChatId, threadId: null }],
  );
}
