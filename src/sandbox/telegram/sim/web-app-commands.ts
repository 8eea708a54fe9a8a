import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { dropUndefined } from '../views.ts';
import { botNamed, command, userOf } from './command.ts';

const themes = {
  light: {
    bg_color: '#ffffff',
    text_color: '#0f1419',
    hint_color: '#65717c',
    link_color: '#2f8fd3',
    button_color: '#2f8fd3',
    button_text_color: '#ffffff',
    secondary_bg_color: '#f1f4f7',
  },
  dark: {
    bg_color: '#17212b',
    text_color: '#f0f4f7',
    hint_color: '#8796a4',
    link_color: '#58aeea',
    button_color: '#3c93d1',
    button_text_color: '#ffffff',
    secondary_bg_color: '#0b1116',
  },
};

/** Launch data as Telegram signs it for the bot's own server: HMAC-SHA256 over the sorted fields. */
export function signInitData(token: string, fields: Record<string, string>): string {
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  const lines = Object.keys(fields)
    .toSorted()
    .map((name) => `${name}=${fields[name]}`);
  const hash = createHmac('sha256', secret).update(lines.join('\n')).digest('hex');
  return new URLSearchParams({ ...fields, hash }).toString();
}

export const webAppCommands = {
  /** The address that opens a Mini App for this person, with signed launch data; a reply keyboard's button has none. */
  launchApp: command(
    z.object({
      userId: z.number(),
      bot: z.string(),
      url: z.string(),
      theme: z.enum(['light', 'dark']).default('light'),
      startParam: z
        .string()
        .regex(/^[A-Za-z0-9_-]{0,512}$/)
        .optional(),
      isFromKeyboard: z.boolean().default(false),
    }),
    (station, input): { url: string; initData: string } => {
      const bot = botNamed(station, input.bot);
      const user = userOf(station, input.userId);
      const shown = dropUndefined({
        id: user.id,
        first_name: user.firstName,
        last_name: user.lastName ?? '',
        username: user.username,
        language_code: user.languageCode ?? 'en',
        allows_write_to_pm: true,
      });
      const fields = {
        query_id: `AAH${station.world.newId()}`,
        user: JSON.stringify(shown),
        auth_date: String(station.world.nowSec()),
        ...(input.startParam === undefined ? {} : { start_param: input.startParam }),
      };
      const initData = input.isFromKeyboard ? '' : signInitData(bot.token, fields);
      const launch = new URLSearchParams({
        tgWebAppData: initData,
        tgWebAppVersion: '9.1',
        tgWebAppPlatform: 'web',
        tgWebAppThemeParams: JSON.stringify(themes[input.theme]),
      });
      const url = new URL(input.url);
      url.hash = launch.toString();
      return { url: url.href, initData };
    },
  ),
};
