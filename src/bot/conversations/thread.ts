import { z } from 'zod';
import { getConversation } from '#domain/conversations/get-conversation.ts';
import { InboxPlace, listInbox } from '#domain/conversations/list-inbox.ts';
import { listMessages } from '#domain/conversations/list-messages.ts';
import { markRead } from '#domain/conversations/mark-read.ts';
import { readMedia } from '#domain/conversations/message-media.ts';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { actorHas } from '#domain/permissions.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { showClock, showDay, showTime } from '#bot/dates.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { templatesButton } from '#bot/conversations/templates.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';

const shownMessages = 10;
const shownConversations = 8;

/** Clients who wrote, the newest first, with how much of it is unread. */
export async function showInbox(ctx: MemberContext, before: InboxPlace | null = null): Promise<void> {
  const { items, nextPlace } = await listInbox(ctx.operation, { limit: shownConversations, place: before });
  const { conversations, actions } = ctx.texts;
  const keyboard = ctx.keyboard();
  const now = ctx.operation.clock.now();
  for (const item of items) {
    const unread = item.unreadCount > 0 ? ` (${item.unreadCount})` : '';
    const due = item.waitingSince && item.replyDueAt ? item.replyDueAt : null;
    const mark = due ? (due <= now ? '⏰ ' : '⏳ ') : item.unreadCount > 0 ? '🔵 ' : '';
    const by = due && due > now ? ` · ${conversations.by(showDue(due, ctx, now))}` : '';
    keyboard
      .button(shorten(`${mark}${item.contact.name}${unread}${by}`, 48), showThreadButton, { conversationId: item.id })
      .row();
  }
  if (before) keyboard.button(actions.previous, inboxButton, {});
  if (nextPlace) keyboard.button(actions.next, inboxPageButton, nextPlace);
  keyboard.row();
  const { inboxTitle, inboxEmpty } = conversations;
  const text = items.length > 0 ? inboxTitle : lines(inboxTitle, '', inboxEmpty);
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

/** The newest messages of a conversation, which counts as read then. */
function showDue(due: Date, ctx: MemberContext, now: Date): string {
  return showDay(due, ctx) === showDay(now, ctx) ? showClock(due, ctx) : showTime(due, ctx);
}

export async function readThread(ctx: MemberContext, conversationId: string): Promise<Screen> {
  const [conversation, page] = await Promise.all([
    getConversation(ctx.operation, { conversationId }),
    listMessages(ctx.operation, { conversationId, limit: shownMessages }),
  ]);
  if (conversation.unreadCount > 0 && actorHas(ctx.operation.actor, 'conversations.reply'))
    await markRead(ctx.operation, { conversationId });
  const { conversations, actions } = ctx.texts;
  const rows = [...page.items].reverse().map((message) => {
    const who = message.direction === 'incoming' ? conversations.client : conversations.us;
    const status =
      message.direction === 'outgoing' && message.status !== 'sent'
        ? ` ${conversations.statuses[message.status] ?? ''}`
        : '';
    const media = readMedia(message.media);
    const kind = media ? `${conversations.media(media.kind)} ` : '';
    const withdrawn = message.deletedAt ? ` ${conversations.withdrawn}` : '';
    const said = `${kind}${shorten(message.text, 350)}${withdrawn}${status}`;
    return html`<i>${showTime(message.sentAt, ctx)}</i> <b>${who}</b>: ${said}`;
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
      .button(conversations.templates, templatesButton, { conversationId })
      .row()
      .button(actions.back, inboxButton, {})
      .markup(),
  };
}

export const inboxButton = defineButton(
  'conversations.inbox',
  z.strictObject({}),
  membersOnly((ctx) => showInbox(ctx)),
);

const inboxPageButton = defineButton(
  'conversations.inboxPage',
  InboxPlace,
  membersOnly((ctx, place) => showInbox(ctx, place)),
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

export const threadButtons = [inboxButton, inboxPageButton, showThreadButton, openThreadButton, writeButton];
export const threadPrompts = [writePrompt];
