import type { Entity } from '../records.ts';

const topLevelDomains =
  'com|org|net|ru|io|me|app|dev|ai|de|eu|uk|us|info|biz|рф|su|by|kz|ua|co|online|site|store|pro|test|local|example';

const patterns: { type: string; pattern: RegExp }[] = [
  {
    type: 'url',
    pattern: new RegExp(
      `(?<![\\w@.])(?:(?:https?|tg|ftp)://[^\\s<>"']+|(?:[\\p{L}\\p{N}-]+\\.)+(?:${topLevelDomains})(?![\\p{L}\\p{N}@])(?:[/?#][^\\s<>"']*)?)`,
      'giu',
    ),
  },
  { type: 'email', pattern: /(?<![\w.+-])[a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/gi },
  { type: 'bot_command', pattern: /(?<![\p{L}\p{N}_/<>@])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\p{L}\p{N}_/])/giu },
  { type: 'mention', pattern: /(?<![\p{L}\p{N}_@/])@[a-z][a-z0-9_]{2,31}(?![\p{L}\p{N}_])/giu },
  { type: 'hashtag', pattern: /(?<![\p{L}\p{N}_&/])#(?=[\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256}/gu },
  { type: 'cashtag', pattern: /(?<![\p{L}\p{N}_])\$[A-Z]{3,8}(?![\p{L}\p{N}_])/gu },
  { type: 'phone_number', pattern: /(?<![\w+])\+\d[\d ()-]{7,18}\d(?!\w)/g },
];

/** What Telegram finds in a text by itself: commands, mentions, links, e-mails, hashtags, phone numbers. */
export function detectEntities(text: string): Entity[] {
  const found: Entity[] = [];
  for (const { type, pattern } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const value = type === 'url' ? match[0].replace(/[.,:;!?)\]}'"]+$/, '') : match[0];
      const entity: Entity = { type, offset: match.index, length: value.length };
      if (!found.some((other) => overlaps(other, entity))) found.push(entity);
    }
  }
  return found;
}

export function overlaps(a: Entity, b: Entity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
