import { acceptInvite } from '#domain/users/accept-invite.ts';
import { getOrganization } from '#domain/organizations/get-organization.ts';
import type { BotContext } from '#bot/context.ts';
import { digestPayloads, leadsPayload } from '#bot/reports/digest-payloads.ts';
import { showLeads } from '#bot/leads/lead-list.ts';
import { resetCommands } from '#bot/menu/commands.ts';
import { showMainMenu } from '#bot/menu/main-menu.ts';
import { isMember } from '#bot/middleware/members-only.ts';
import { say } from '#bot/screen.ts';
import { helloPayload, searchPayload } from '#bot/search/inline-search.ts';
import { openRecord } from '#bot/search/open-record.ts';
import { readStartPayload } from '#bot/search/record-link.ts';
import { showSearch } from '#bot/search/search.command.ts';
import { textsFor } from '#bot/texts/texts.ts';

/** `/start <code>` binds the account to the invited member, and a link opens its record for members; without either, members get
 * the menu and others are clients. */
export async function start(ctx: BotContext): Promise<void> {
  if (ctx.chat?.type !== 'private' || !ctx.from) return;
  const code = typeof ctx.match === 'string' ? ctx.match.trim() : '';
  const record = readStartPayload(code);
  if (isMember(ctx)) {
    if (record) return openRecord(ctx, record);
    if (code === leadsPayload) return showLeads(ctx);
    return code === searchPayload ? showSearch(ctx) : showMainMenu(ctx);
  }
  if (code && !record && code !== searchPayload && code !== helloPayload && !digestPayloads.has(code))
    return join(ctx, code);
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
