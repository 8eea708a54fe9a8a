import type { Api } from 'grammy';
import type { BotCommand, LanguageCode } from 'grammy/types';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import { userHas } from '#domain/permissions.ts';
import type { Member } from '#bot/context.ts';
import { textsFor } from '#bot/texts/texts.ts';
import type { Language } from '#bot/texts/texts.ts';

type CommandName = keyof ReturnType<typeof textsFor>['menu']['commands'];

/** The commands that a member may use, the most used first. */
export function commandsOf(member: Pick<Member, 'role' | 'permissions'>): CommandName[] {
  const names: (CommandName | false)[] = [
    'menu',
    userHas(member, 'leads.write') && 'new',
    userHas(member, 'leads.read') && 'leads',
    'tasks',
    'find',
    userHas(member, 'users.read') && 'team',
    'duty',
    (userHas(member, 'callRequests.create') || userHas(member, 'calls.approve')) && 'why',
    userHas(member, 'audit.read') && 'audit',
    userHas(member, 'calls.approve') && 'approvals',
    'requests',
    userHas(member, 'conversations.reply') && 'inbox',
    userHas(member, 'drafts.write') && 'drafts',
    'settings',
    'help',
    'cancel',
  ];
  return names.filter((name) => name !== false);
}

function list(names: readonly CommandName[], language: Language): BotCommand[] {
  const { commands } = textsFor(language).menu;
  return names.map((command) => ({ command, description: commands[command] }));
}

/** Shows a member's commands in their private chat; called anew when role, rights or language change. */
export async function resetCommands(
  api: Api,
  chatId: number,
  member: Pick<Member, 'role' | 'permissions' | 'language'>,
): Promise<void> {
  await api.setMyCommands(list(commandsOf(member), member.language), { scope: { type: 'chat', chat_id: chatId } });
}

/** Commands that everybody sees, in both languages. A server that does not know the method is no reason not to start. */
export async function setPublicCommands(api: Api, log: Log): Promise<void> {
  const names: CommandName[] = ['start', 'help', 'language'];
  const languages: [Language, LanguageCode | undefined][] = [
    ['en', undefined],
    ['en', 'en'],
    ['ru', 'ru'],
  ];
  for (const [language, code] of languages) {
    await api
      .setMyCommands(list(names, language), {
        scope: { type: 'all_private_chats' },
        ...(code ? { language_code: code } : {}),
      })
      .catch((error: unknown) => log.warn({ err: messageOf(error) }, 'commands could not be shown'));
  }
}
