import type { Middleware } from 'grammy';
import { editOwnMessage } from '#domain/conversations/edit-own-message.ts';
import { getDraft } from '#domain/drafts/get-draft.ts';
import { sendDraft } from '#domain/drafts/send-draft.ts';
import { addNote } from '#domain/leads/add-note.ts';
import type { BotContext } from '#bot/context.ts';
import { isMember } from '#bot/middleware/members-only.ts';
import { say } from '#bot/screen.ts';
import { replyToTask } from '#bot/tasks/reply-to-task.ts';
import { readMessageInThread, replyToClient, sourceRefOf } from '#bot/conversations/message.card.ts';

/** A member changed what they had sent to a client by a reply: the client sees the new text. */
export const receiveEditFromMember: Middleware<BotContext> = async (ctx, next) => {
  const message = ctx.editedMessage;
  if (!message || !isMember(ctx) || ctx.chatId === undefined) return next();
  const sent = await ctx.operation.db.message.findFirst({
    where: { sourceRef: sourceRefOf(ctx.chatId, message.message_id), authorId: ctx.member.id },
    select: { id: true },
  });
  if (!sent) return next();
  const text = (message.text ?? message.caption ?? '').trim();
  await editOwnMessage(ctx.operation, { messageId: sent.id, text });
};

/** A member's reply to a card of ours: to a client's message it is the answer, to a draft its new text, to a lead a note. */
export const replyToCard: Middleware<BotContext> = async (ctx, next) => {
  const repliedTo = ctx.message?.reply_to_message;
  if (!repliedTo || repliedTo.from?.id !== ctx.me.id || !isMember(ctx) || ctx.chatId === undefined) return next();
  const card = await ctx.operation.db.card.findFirst({
    where: { chatId: BigInt(ctx.chatId), messageId: repliedTo.message_id },
    select: { kind: true, subjectId: true },
  });
  if (!card) return next();
  const text = (ctx.message?.text ?? ctx.message?.caption ?? '').trim();
  if (card.kind === 'message' || card.kind === 'media') {
    const { conversation } = await readMessageInThread(ctx.operation, card.subjectId);
    return replyToClient(ctx, conversation.id, conversation.contact.name, text);
  }
  if (!text) return say(ctx, ctx.texts.conversations.onlyText);
  if (card.kind === 'draft') {
    const draft = await getDraft(ctx.operation, { draftId: card.subjectId });
    await sendDraft(ctx.operation, { draftId: draft.id, revision: draft.revision, text });
    return say(ctx, ctx.texts.drafts.sentNow(draft.clientName));
  }
  if (card.kind === 'lead') {
    await addNote(ctx.operation, { leadId: card.subjectId, text });
    return say(ctx, ctx.texts.leads.noteSaved);
  }
  if (card.kind === 'task') return replyToTask(ctx, card.subjectId, text);
  return next();
};
