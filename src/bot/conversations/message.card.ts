import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { getConversation } from '#domain/conversations/get-conversation.ts';
import { getMessage } from '#domain/conversations/get-message.ts';
import { retryMessage } from '#domain/conversations/retry-message.ts';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { settleUnknownMessage } from '#domain/conversations/settle-unknown-message.ts';
import { requestDraft } from '#domain/drafts/request-draft.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { say, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { openLeadButton } from '#bot/leads/lead.card.ts';
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
    status ? lines('', html`<b>${status}</b>`) : null,
    isIncoming ? lines('', conversations.replyHint) : null,
  );
  const buttons = keyboard();
  if (message.status === 'unknown') {
    buttons
      .button(conversations.arrived, settleButton, { messageId: message.id, arrived: true })
      .button(conversations.sendAgain, settleButton, { messageId: message.id, arrived: false })
      .row();
  }
  if (message.status === 'failed') buttons.button(conversations.tryAgain, retryButton, { messageId: message.id }).row();
  if (isIncoming) buttons.button(conversations.draft, draftButton, { conversationId: message.conversationId });
  buttons.button(conversations.thread, openThreadButton, { conversationId: message.conversationId }).row();
  if (conversation.lead) buttons.button(conversations.lead, openLeadButton, { leadId: conversation.lead.id });
  return { text, keyboard: buttons.markup() };
}

function mediaLine(message: MessageView, reader: Reader): string | null {
  const kind =
    message.media !== null && typeof message.media === 'object' && 'kind' in message.media ? message.media.kind : null;
  return typeof kind === 'string' ? reader.texts.conversations.media(kind) : null;
}

async function redraw(ctx: MemberContext, messageId: string): Promise<void> {
  await showScreen(ctx, renderMessage(await readMessageInThread(ctx.operation, messageId), ctx, ctx.keyboard));
}

/** Sends what the owner wrote as a reply to a card, and says that it is on its way. */
export async function replyToClient(
  ctx: MemberContext,
  conversationId: string,
  clientName: string,
  text: string,
): Promise<void> {
  await sendMessage(ctx.operation, { conversationId, text });
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

export const messageButtons = [settleButton, retryButton, draftButton];
