import { acceptInvite } from '#domain/users/accept-invite.ts';
import { getOrganization } from '#domain/organizations/get-organization.ts';
import type { BotContext } from '#bot/context.ts';
import { resetCommands } from '#bot/menu/commands.ts';
import { showMainMenu } from '#bot/menu/main-menu.ts';
import { say } from '#bot/screen.ts';
import { textsFor } from '#bot/texts/texts.ts';

/** `/start <code>` binds the account to the invited member; without a code, members get the menu and others are clients. */
export async function start(ctx: BotContext): Promise<void> {
  if (ctx.chat?.type !== 'private' || !ctx.from) return;
  const code = typeof ctx.match === 'string' ? ctx.match.trim() : '';
  if (code && !ctx.member) return join(ctx, code);
  if (ctx.member) return showMainMenu(ctx);
  if (ctx.isFormerMember) return say(ctx, ctx.texts.start.disabled);
  const organization = await getOrganization(ctx.asSystem);
  await say(ctx, ctx.texts.start.greetClient(organization.name));
}

async function join(ctx: BotContext, code: string): Promise<void> {
  const { from, chatId } = ctx;
  if (!from || chatId === undefined) return;
  const member = await acceptInvite(ctx.asSystem, {
    code,
    telegramUserId: String(from.id),
    telegramChatId: String(chatId),
    telegramUsername: from.username,
    firstName: from.first_name,
    languageCode: from.language_code,
  });
  const organization = await getOrganization(ctx.asSystem);
  const texts = textsFor(member.language);
  Object.assign(ctx, { member, texts, language: member.language });
  await say(ctx, texts.start.welcome(member.name, organization.name, texts.start.roles[member.role]));
  await resetCommands(ctx.api, chatId, member);
  await showMainMenu(ctx);
}
