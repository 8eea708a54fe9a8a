import { z } from 'zod';
import { getConversation } from '#domain/conversations/get-conversation.ts';
import { listConversations } from '#domain/conversations/list-conversations.ts';
import { listMessages } from '#domain/conversations/list-messages.ts';
import { markRead } from '#domain/conversations/mark-read.ts';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { showTime } from '#bot/dates.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';

const shownMessages = 10;

/** Clients who wrote, the newest first, with how much of it is unread. */
export async function showInbox(ctx: MemberContext): Promise<void> {
  const { items } = await listConversations(ctx.operation, { limit: 8 });
  const { conversations } = ctx.texts;
  const keyboard = ctx.keyboard();
  for (const item of items) {
    const unread = item.unreadCount > 0 ? ` (${item.unreadCount})` : '';
    keyboard
      .button(shorten(`${item.unreadCount > 0 ? '🔵 ' : ''}${item.contact.name}${unread}`, 48), showThreadButton, {
        conversationId: item.id,
      })
      .row();
  }
  const { inboxTitle, inboxEmpty } = conversations;
  const text = items.length > 0 ? inboxTitle : lines(inboxTitle, '', inboxEmpty);
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

/** The newest messages of a conversation, which counts as read then. */
export async function readThread(ctx: MemberContext, conversationId: string): Promise<Screen> {
  const [conversation, page] = await Promise.all([
    getConversation(ctx.operation, { conversationId }),
    listMessages(ctx.operation, { conversationId, limit: shownMessages }),
  ]);
  if (conversation.unreadCount > 0) await markRead(ctx.operation, { conversationId });
  const { conversations, actions } = ctx.texts;
  const rows = [...page.items].reverse().map((message) => {
    const who = message.direction === 'incoming' ? conversations.client : conversations.us;
    const status =
      message.direction === 'outgoing' && message.status !== 'sent'
        ? ` ${conversations.statuses[message.status] ?? ''}`
        : '';
    return html`<i>${showTime(message.sentAt, ctx)}</i> <b>${who}</b>: ${shorten(message.text, 350)}${status}`;
  });
  return {
    text: lines(
      conversations.threadTitle(conversation.contact.name),
      '',
      ...(rows.length > 0 ? rows : [conversations.threadEmpty]),
    ),
    keyboard: ctx
      .keyboard()
      .button(conversations.writeTo, writeButton, { conversationId })
      .button(actions.back, inboxButton, {})
      .markup(),
  };
}

export const inboxButton = defineButton(
  'conversations.inbox',
  z.strictObject({}),
  membersOnly((ctx) => showInbox(ctx)),
);

export const showThreadButton = defineButton(
  'conversations.show',
  z.strictObject({ conversationId: z.uuid() }),
  membersOnly(async (ctx, { conversationId }) => showScreen(ctx, await readThread(ctx, conversationId))),
);

/** For cards that stay where they are: the thread comes below. */
export const openThreadButton = defineButton(
  'conversations.open',
  z.strictObject({ conversationId: z.uuid() }),
  membersOnly(async (ctx, { conversationId }) => {
    await sendScreen(ctx, await readThread(ctx, conversationId));
  }),
);

export const writeButton = defineButton(
  'conversations.write',
  z.strictObject({ conversationId: z.uuid() }),
  membersOnly(async (ctx, { conversationId }) => {
    const { contact } = await getConversation(ctx.operation, { conversationId });
    const { conversations } = ctx.texts;
    await askByReply(
      ctx,
      writePrompt,
      { conversationId },
      conversations.askReply(contact.name),
      conversations.replyPlaceholder,
    );
  }),
);

export const writePrompt = definePrompt(
  'conversations.write',
  z.strictObject({ conversationId: z.uuid() }),
  async (ctx, { conversationId }, text) => {
    const { contact } = await getConversation(ctx.operation, { conversationId });
    await sendMessage(ctx.operation, { conversationId, text });
    await say(ctx, ctx.texts.conversations.queued(contact.name));
  },
);

export const threadButtons = [inboxButton, showThreadButton, openThreadButton, writeButton];
export const threadPrompts = [writePrompt];
