import { conversations, createConversation } from '@grammyjs/conversations';
import { Bot } from 'grammy';
import type { ApiClientOptions, FilterQuery } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { BotContext, BotDeps } from '#bot/context.ts';
import {
  newCallRequestConversation,
  newCallRequestForm,
  newCallRequestSource,
} from '#bot/call-requests/new-call-request.conversation.ts';
import { allPrompts, buttonCatalog } from '#bot/catalog.ts';
import { createDialogueAdapter, dialogueKey, versionOfSources } from '#bot/conversation-storage.ts';
import { receiveEditFromClient, receiveFromClient } from '#bot/conversations/client-message.ts';
import { receiveEditFromMember, replyToCard } from '#bot/conversations/reply-to-card.ts';
import { leaveFormByCommand, offerToContinue } from '#bot/forms/open-forms.ts';
import { newLeadConversation, newLeadForm, newLeadSource } from '#bot/leads/new-lead.conversation.ts';
import { proposeLead } from '#bot/leads/quick-lead.ts';
import { proposeTask } from '#bot/tasks/new-task.ts';
import { memberCommands, showHelp } from '#bot/menu/main-menu.ts';
import { checkPress, routeButtons } from '#bot/middleware/button-router.ts';
import { answerError } from '#bot/middleware/error-boundary.ts';
import { identify } from '#bot/middleware/identify.ts';
import { logUpdate } from '#bot/middleware/log-update.ts';
import { isMember, membersOnly } from '#bot/middleware/members-only.ts';
import { routePrompts } from '#bot/prompts.ts';
import { noticeMembership, privateChatsOnly } from '#bot/reports/report-channel.ts';
import { settingsMenu, showSettings } from '#bot/settings/settings.menu.ts';
import { answerInline } from '#bot/search/inline-search.ts';
import { start } from '#bot/start/start.command.ts';
import { answerUnhandled } from '#bot/unhandled/unhandled.ts';

const dialogueVersion = versionOfSources([
  newLeadSource,
  newCallRequestSource,
  import.meta.resolve('#bot/forms/run-form.ts'),
]);

// What people write and send, without the notices that Telegram adds to a chat.
const content = [
  'message:text',
  'message:media',
  'message:contact',
  'message:location',
] as const satisfies FilterQuery[];

/** One organization's bot: who writes, what runs, then the areas in order, and last what nobody understood. */
export function createBot(options: {
  token: string;
  me: UserFromGetMe;
  client: ApiClientOptions;
  deps: BotDeps;
}): Bot<BotContext> {
  const { token, me, client, deps } = options;
  const bot = new Bot<BotContext>(token, { client, botInfo: me });
  const all = bot.errorBoundary(answerError);

  all.use(identify(deps));
  all.use(logUpdate);
  all.use(noticeMembership);
  all.on('inline_query', answerInline);

  // Dialogues, menus and buttons exist only where there is a chat to show them in.
  const inChat = all.filter((ctx) => ctx.chatId !== undefined && ctx.from !== undefined);
  inChat.use(privateChatsOnly);
  inChat.use(checkPress);
  inChat.use(settingsMenu);

  const members = inChat.filter((ctx): boolean => isMember(ctx));
  members.use(
    conversations({
      storage: {
        type: 'key',
        version: dialogueVersion,
        getStorageKey: dialogueKey,
        adapter: createDialogueAdapter(deps.make, deps.organizationId),
      },
    }),
  );
  members.use(leaveFormByCommand);
  members.use(createConversation(newLeadConversation, newLeadForm.id));
  members.use(createConversation(newCallRequestConversation, newCallRequestForm.id));
  inChat.use(routeButtons(buttonCatalog));

  inChat.command('start', start);
  inChat.command('help', showHelp);
  inChat.command('language', showSettings);
  for (const [command, handler] of Object.entries(memberCommands)) inChat.command(command, membersOnly(handler));

  // What a member chose from the inline search and sent here is shown already.
  inChat.filter(
    (ctx) => ctx.message?.via_bot?.id === ctx.me.id,
    () => undefined,
  );

  const clients = inChat.filter((ctx) => !isMember(ctx));
  clients.on(content, receiveFromClient);
  clients.on('edited_message', receiveEditFromClient);

  inChat.on('edited_message', receiveEditFromMember);

  inChat.use(routePrompts(allPrompts));
  inChat.use(replyToCard);
  inChat.use(offerToContinue);
  inChat.on(['message:text', 'message:contact'], async (ctx, next) => {
    if (await proposeTask(ctx, 'deed')) return;
    if (await proposeLead(ctx)) return;
    if (!(await proposeTask(ctx, 'dated'))) await next();
  });
  inChat.on(content, answerUnhandled);
  return bot;
}
