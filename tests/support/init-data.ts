import { createHmac } from 'node:crypto';

/** InitData as Telegram makes it for a Mini App of the bot with this token. */
export function signInitData(
  botToken: string,
  data: { telegramUserId: bigint; authAt?: Date; extra?: Record<string, string> },
): string {
  const fields: Record<string, string> = {
    query_id: 'AAHdF6IQAAAAAN0XohDhrOrc',
    user: JSON.stringify({ id: Number(data.telegramUserId), first_name: 'Анна', language_code: 'ru' }),
    auth_date: String(Math.floor((data.authAt ?? new Date()).getTime() / 1_000)),
    ...data.extra,
  };
  const checkText = Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('\n');
  const key = createHmac('sha256', 'WebAppData').update(botToken).digest();
  const hash = createHmac('sha256', key).update(checkText).digest('hex');
  return Object.entries({ ...fields, hash })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
