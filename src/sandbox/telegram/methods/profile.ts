import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import type { MethodCall } from '../call.ts';
import type { World } from '../world.ts';
import type { MethodTable } from './method.ts';

const commandSchema = z.looseObject({ command: z.string(), description: z.string() });
export type BotCommand = { command: string; description: string };

const scopeSchema = z.looseObject({
  type: z.enum([
    'default',
    'all_private_chats',
    'all_group_chats',
    'all_chat_administrators',
    'chat',
    'chat_administrators',
    'chat_member',
  ]),
  chat_id: z.union([z.number(), z.string()]).optional(),
  user_id: z.number().optional(),
});

function scopeOf(call: MethodCall): string {
  const scope = call.parse('scope', scopeSchema);
  if (scope === undefined) return 'default';
  if (!scope.type.startsWith('chat')) return scope.type;
  if (scope.chat_id === undefined) throw badRequest('chat_id is empty');
  call.chatNamed(String(scope.chat_id));
  return [scope.type, scope.chat_id, scope.user_id].filter((part) => part !== undefined).join(':');
}

function languageOf(call: MethodCall): string {
  const language = call.text('language_code');
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw badRequest('invalid language code specified');
  return language;
}

function commandsKey(botId: number, scope: string, language: string): string {
  return `${botId}/commands/${scope}/${language}`;
}

/** The commands a person sees: narrowest scope first, their language before the neutral list; lists do not merge. */
export function visibleCommands(
  world: World,
  botId: number,
  viewer: { chatId: number; userId: number; isPrivate: boolean; isAdmin: boolean; language: string },
): BotCommand[] {
  const { chatId, userId } = viewer;
  const scopes = viewer.isPrivate
    ? [`chat:${chatId}`, 'all_private_chats', 'default']
    : [
        `chat_member:${chatId}:${userId}`,
        ...(viewer.isAdmin ? [`chat_administrators:${chatId}`] : []),
        `chat:${chatId}`,
        ...(viewer.isAdmin ? ['all_chat_administrators'] : []),
        'all_group_chats',
        'default',
      ];
  for (const scope of scopes) {
    for (const language of [viewer.language, '']) {
      const found = world.profiles.get(commandsKey(botId, scope, language));
      if (found !== undefined) return z.array(commandSchema).parse(found.value);
    }
  }
  return [];
}

function textSetting(what: string, field: string, limit: number): MethodTable {
  const key = (call: MethodCall): string => `${call.bot.id}/${what}//${languageOf(call)}`;
  return {
    [`setMy${what}`](call) {
      const value = call.text(field);
      if ([...value].length > limit) throw badRequest(`bot ${field.replaceAll('_', ' ')} is too long`);
      call.station.world.profiles.put(key(call), { key: key(call), value });
      call.station.world.announce({ type: 'bot', botId: call.bot.id });
      return true;
    },
    [`getMy${what}`](call) {
      const neutral = `${call.bot.id}/${what}//`;
      const { profiles } = call.station.world;
      return {
        [field]:
          profiles.get(key(call))?.value ?? profiles.get(neutral)?.value ?? (what === 'Name' ? call.bot.firstName : ''),
      };
    },
  };
}

export const profileMethods: MethodTable = {
  ...textSetting('Name', 'name', 64),
  ...textSetting('Description', 'description', 512),
  ...textSetting('ShortDescription', 'short_description', 120),

  setMyCommands(call) {
    const commands = call.parse('commands', z.array(commandSchema)) ?? [];
    if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    const clean = commands.map(({ command, description }) => ({
      command: command.replace(/^\//, ''),
      description: description.trim(),
    }));
    for (const { command, description } of clean) {
      if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
      if (description === '' || [...description].length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    const key = commandsKey(call.bot.id, scopeOf(call), languageOf(call));
    if (clean.length === 0) call.station.world.profiles.delete(key);
    else call.station.world.profiles.put(key, { key, value: clean });
    call.station.world.announce({ type: 'bot', botId: call.bot.id });
    return true;
  },

  deleteMyCommands(call) {
    call.station.world.profiles.delete(commandsKey(call.bot.id, scopeOf(call), languageOf(call)));
    call.station.world.announce({ type: 'bot', botId: call.bot.id });
    return true;
  },

  getMyCommands(call) {
    return call.station.world.profiles.get(commandsKey(call.bot.id, scopeOf(call), languageOf(call)))?.value ?? [];
  },

  setChatMenuButton(call) {
    const button = call.parse('menu_button', z.looseObject({ type: z.enum(['commands', 'web_app', 'default']) })) ?? {
      type: 'default',
    };
    const key = `${call.bot.id}/menu/${call.optionalInteger('chat_id') ?? ''}/`;
    call.station.world.profiles.put(key, { key, value: button });
    call.station.world.announce({ type: 'bot', botId: call.bot.id });
    return true;
  },

  getChatMenuButton(call) {
    return menuButtonOf(call.station.world, call.bot.id, call.optionalInteger('chat_id'));
  },

  setMyDefaultAdministratorRights: () => true,
  getMyDefaultAdministratorRights: () => ({ is_anonymous: false, can_manage_chat: false }),
};

export function menuButtonOf(world: World, botId: number, chatId: number | undefined): unknown {
  const own = chatId === undefined ? undefined : world.profiles.get(`${botId}/menu/${chatId}/`)?.value;
  return own ?? world.profiles.get(`${botId}/menu//`)?.value ?? { type: 'commands' };
}
