import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { getConversation } from '#domain/conversations/get-conversation.ts';
import { findConversationOf } from '#domain/conversations/find-conversation-of.ts';
import { getMessage } from '#domain/conversations/get-message.ts';
import { isTooLarge, readMedia } from '#domain/conversations/message-media.ts';
import { retryMessage } from '#domain/conversations/retry-message.ts';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { settleUnknownMessage } from '#domain/conversations/settle-unknown-message.ts';
import { takeConversation } from '#domain/conversations/take-conversation.ts';
import { isWithdrawable, withdrawMessage } from '#domain/conversations/withdraw-message.ts';
import { requestDraft } from '#domain/drafts/request-draft.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { showClock, showDay, showTime } from '#bot/dates.ts';
import type { Html } from '#bot/formatting.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { say, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { openLeadButton } from '#bot/leads/lead.card.ts';
import { asSendable, readMediaOf } from '#bot/conversations/client-media.ts';
import { templatesButton } from '#bot/conversations/templates.ts';
import { openThreadButton } from '#bot/conversations/thread.ts';

type MessageView = Awaited<ReturnType<typeof getMessage>>;
type ConversationView = Awaited<ReturnType<typeof getConversation>>;

/** A message with the thread it belongs to. */
export interface MessageInThread {
  message: MessageView;
  conversation: ConversationView;
}

/** Reads a message with its thread, as the actor may see them. */
export async function readMessageInThread(ctx: Context, messageId: string): Promise<MessageInThread> {
  const message = await getMessage(ctx, { messageId });
  return { message, conversation: await getConversation(ctx, { conversationId: message.conversationId }) };
}

/** A client's message for its owner, or one of ours with what became of it. */
export function renderMessage(
  { message, conversation }: MessageInThread,
  reader: Reader,
  keyboard: KeyboardMaker,
  now: Date,
): Screen {
  const { conversations } = reader.texts;
  const isIncoming = message.direction === 'incoming';
  const status = conversations.statuses[message.status];
  const text = lines(
    isIncoming
      ? conversations.messageTitle(conversation.contact.name)
      : conversations.ourTitle(conversation.contact.name),
    mediaLine(message, reader),
    message.text ? (isIncoming ? html`${shorten(message.text, 3000)}` : quote(message.text, 1500)) : null,
    message.deletedAt ? lines('', html`<b>${conversations.withdrawn}</b>`) : null,
    status && !message.deletedAt ? lines('', html`<b>${status}</b>`) : null,
    message.error && message.status === 'sent' ? html`<i>${conversations.notWithdrawn}</i>` : null,
    isIncoming ? clockLine({ message, conversation }, reader, now) : null,
    isIncoming && conversation.owner === null ? lines('', html`<b>${conversations.nobodys}</b>`) : null,
    isIncoming ? lines('', conversations.replyHint) : null,
  );
  const buttons = keyboard();
  if (isIncoming && conversation.owner === null)
    buttons.button(conversations.take, takeButton, { messageId: message.id }).row();
  if (message.status === 'unknown') {
    buttons
      .button(conversations.arrived, settleButton, { messageId: message.id, arrived: true })
      .button(conversations.sendAgain, settleButton, { messageId: message.id, arrived: false })
      .row();
  }
  if (message.status === 'failed') buttons.button(conversations.tryAgain, retryButton, { messageId: message.id }).row();
  if (isIncoming)
    buttons
      .button(conversations.draft, draftButton, { conversationId: message.conversationId })
      .button(conversations.templates, templatesButton, { conversationId: message.conversationId })
      .row();
  if (isWithdrawable(message, now)) buttons.button(conversations.withdraw, withdrawButton, { messageId: message.id });
  buttons.button(conversations.thread, openThreadButton, { conversationId: message.conversationId }).row();
  if (conversation.lead) buttons.button(conversations.lead, openLeadButton, { leadId: conversation.lead.id });
  return { text, keyboard: buttons.markup() };
}

/** By when the client should have an answer, as long as this message has none. */
function clockLine({ message, conversation }: MessageInThread, reader: Reader, now: Date): Html | null {
  const { waitingSince, replyDueAt } = conversation;
  if (!waitingSince || !replyDueAt || message.sentAt < waitingSince) return null;
  const { conversations } = reader.texts;
  const isToday = showDay(replyDueAt, reader) === showDay(now, reader);
  const due = isToday ? showClock(replyDueAt, reader) : showTime(replyDueAt, reader);
  return lines('', replyDueAt > now ? conversations.answerBy(due) : conversations.overdue(due));
}

function mediaLine(message: MessageView, reader: Reader): Html | null {
  const media = readMedia(message.media);
  if (!media) return null;
  const { conversations } = reader.texts;
  return lines(
    html`${conversations.media(media.kind)}`,
    isTooLarge(media) ? html`<i>${conversations.tooLarge}</i>` : null,
  );
}

async function redraw(ctx: MemberContext, messageId: string): Promise<void> {
  await showScreen(
    ctx,
    renderMessage(await readMessageInThread(ctx.operation, messageId), ctx, ctx.keyboard, ctx.operation.clock.now()),
  );
}

/** The name of a member's own message, which its repetition and its edits have as well. */
export function sourceRefOf(chatId: number, messageId: number): string {
  return `${chatId}:${messageId}`;
}

/** Sends what the owner wrote as a reply to a card, and says that it is on its way. */
export async function replyToClient(
  ctx: MemberContext,
  conversationId: string,
  clientName: string,
  text: string,
): Promise<void> {
  const { message, chatId } = ctx;
  const media = message ? readMediaOf(message) : null;
  const sendable = asSendable(media);
  // A sticker, a place or a contact of a colleague: nothing that a client should get from here.
  if (!text && !sendable) return say(ctx, ctx.texts.conversations.notSendable);
  await sendMessage(ctx.operation, {
    conversationId,
    text,
    ...(sendable ? { media: sendable } : {}),
    ...(message && chatId !== undefined ? { sourceRef: sourceRefOf(chatId, message.message_id) } : {}),
  });
  await say(ctx, ctx.texts.conversations.queued(clientName));
}

export const settleButton = defineButton(
  'conversations.settle',
  z.strictObject({ messageId: z.uuid(), arrived: z.boolean() }),
  membersOnly(async (ctx, { messageId, arrived }) => {
    const message = await getMessage(ctx.operation, { messageId });
    if (message.status === 'unknown')
      await settleUnknownMessage(ctx.operation, { messageId, decision: arrived ? 'arrived' : 'sendAgain' });
    await redraw(ctx, messageId);
  }),
);

export const retryButton = defineButton(
  'conversations.retry',
  z.strictObject({ messageId: z.uuid() }),
  membersOnly(async (ctx, { messageId }) => {
    const message = await getMessage(ctx.operation, { messageId });
    if (message.status === 'failed') await retryMessage(ctx.operation, { messageId });
    await redraw(ctx, messageId);
  }),
);

export const draftButton = defineButton(
  'conversations.draft',
  z.strictObject({ conversationId: z.uuid() }),
  membersOnly(async (ctx, { conversationId }) => {
    await requestDraft(ctx.operation, { conversationId });
    await say(ctx, ctx.texts.calls.draftRequested);
  }),
);

export const takeButton = defineButton(
  'conversations.take',
  z.strictObject({ messageId: z.uuid() }),
  membersOnly(async (ctx, { messageId }) => {
    const conversationId = await findConversationOf(ctx.operation, messageId);
    await takeConversation(ctx.operation, { conversationId });
    await redraw(ctx, messageId);
  }),
);

export const withdrawButton = defineButton(
  'conversations.withdraw',
  z.strictObject({ messageId: z.uuid() }),
  membersOnly(async (ctx, { messageId }) => {
    await withdrawMessage(ctx.operation, { messageId });
    await redraw(ctx, messageId);
  }),
);

export const messageButtons = [settleButton, retryButton, draftButton, takeButton, withdrawButton];
