import { badRequest } from '../api-error.ts';
import type { Entity, FormattedText } from '../records.ts';

const simpleTags: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  a: 'text_link',
  'tg-emoji': 'custom_emoji',
  'tg-time': 'date_time',
};

const namedCharacters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface OpenTag {
  tag: string;
  offset: number;
  attributes: Map<string, string>;
}

/** Text and entities of Telegram's HTML; throws "can't parse entities: …" with the byte offset, as the server words it. */
export function parseHtml(source: string): FormattedText {
  let text = '';
  let at = 0;
  const entities: Entity[] = [];
  const open: OpenTag[] = [];
  const bytes = (index: number): number => Buffer.byteLength(source.slice(0, index));
  const fail = (reason: string): never => {
    throw badRequest(`Can't parse entities: ${reason}`);
  };

  while (at < source.length) {
    const char = source.charAt(at);
    if (char === '&') {
      const decoded = decodeCharacter(source, at);
      text += decoded.value;
      at += decoded.length;
    } else if (char !== '<') {
      text += char;
      at += 1;
    } else if (source.charAt(at + 1) === '/') {
      at = closeTag(at);
    } else {
      at = openTag(at);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) fail(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text, entities };

  function openTag(begin: number): number {
    let index = begin + 1;
    while (index < source.length && !isSpace(source.charAt(index)) && source.charAt(index) !== '>') index += 1;
    if (index >= source.length) fail(`Unclosed start tag at byte offset ${bytes(begin)}`);
    const tag = source.slice(begin + 1, index).toLowerCase();
    if (!(tag in simpleTags)) fail(`Unsupported start tag "${tag}" at byte offset ${bytes(begin)}`);
    const attributes = new Map<string, string>();
    while (source.charAt(index) !== '>') {
      index = skipSpaces(index);
      if (source.charAt(index) === '>') break;
      index = readAttribute(begin, index, tag, attributes);
    }
    if (tag === 'span' && attributes.get('class') !== 'tg-spoiler') {
      fail(`Tag "span" must have class "tg-spoiler" at byte offset ${bytes(begin)}`);
    }
    open.push({ tag, offset: text.length, attributes });
    return index + 1;
  }

  function readAttribute(begin: number, start: number, tag: string, attributes: Map<string, string>): number {
    let index = start;
    while (index < source.length && !/[\s=>/"']/.test(source.charAt(index))) index += 1;
    const name = source.slice(start, index).toLowerCase();
    if (name === '') fail(`Empty attribute name in the tag "${tag}" at byte offset ${bytes(begin)}`);
    index = skipSpaces(index);
    if (index >= source.length) fail(`Unclosed start tag "${tag}" at byte offset ${bytes(begin)}`);
    if (source.charAt(index) !== '=') {
      attributes.set(name, '');
      return index;
    }
    index = skipSpaces(index + 1);
    if (index >= source.length) fail(`Unclosed start tag "${tag}" at byte offset ${bytes(begin)}`);
    const quote = source.charAt(index);
    if (quote !== '"' && quote !== "'") {
      const tokenStart = index;
      while (/[A-Za-z0-9.-]/.test(source.charAt(index))) index += 1;
      attributes.set(name, source.slice(tokenStart, index).toLowerCase());
      const next = source.charAt(index);
      if (!isSpace(next) && next !== '>') fail(`Unexpected end of name token at byte offset ${bytes(tokenStart)}`);
      return index;
    }
    index += 1;
    let value = '';
    while (index < source.length && source.charAt(index) !== quote) {
      const decoded =
        source.charAt(index) === '&' ? decodeCharacter(source, index) : { value: source.charAt(index), length: 1 };
      value += decoded.value;
      index += decoded.length;
    }
    if (index >= source.length) fail(`Unclosed start tag at byte offset ${bytes(begin)}`);
    attributes.set(name, value);
    return index + 1;
  }

  function closeTag(begin: number): number {
    const opened = open.at(-1);
    if (opened === undefined) return fail(`Unexpected end tag at byte offset ${bytes(begin)}`);
    let index = begin + 2;
    while (index < source.length && !isSpace(source.charAt(index)) && source.charAt(index) !== '>') index += 1;
    const tag = source.slice(begin + 2, index).toLowerCase();
    index = skipSpaces(index);
    if (source.charAt(index) !== '>') fail(`Unclosed end tag at byte offset ${bytes(begin)}`);
    if (tag !== '' && tag !== opened.tag) {
      fail(`Unmatched end tag at byte offset ${bytes(begin)}, expected "</${opened.tag}>", found "</${tag}>"`);
    }
    open.pop();
    const length = text.length - opened.offset;
    if (length > 0) addEntity(opened, length);
    return index + 1;
  }

  function addEntity(opened: OpenTag, length: number): void {
    const base = { offset: opened.offset, length };
    const type = simpleTags[opened.tag] ?? opened.tag;
    if (opened.tag === 'a') {
      const link = linkEntity(opened.attributes.get('href') ?? text.slice(opened.offset), base);
      if (link !== null) entities.push(link);
    } else if (opened.tag === 'tg-emoji') {
      entities.push({ type, ...base, custom_emoji_id: opened.attributes.get('emoji-id') ?? '' });
    } else if (opened.tag === 'tg-time') {
      entities.push({
        type,
        ...base,
        unix_time: Number(opened.attributes.get('unix') ?? 0),
        date_time_format: opened.attributes.get('format') ?? '',
      });
    } else if (opened.tag === 'blockquote') {
      entities.push({ type: opened.attributes.has('expandable') ? 'expandable_blockquote' : type, ...base });
    } else if (opened.tag === 'code' && open.at(-1)?.tag === 'pre') {
      const language = opened.attributes.get('class');
      if (language?.startsWith('language-')) open.at(-1)?.attributes.set('language', language.slice(9));
    } else if (opened.tag === 'pre') {
      const language = opened.attributes.get('language');
      entities.push(language === undefined ? { type, ...base } : { type, ...base, language });
    } else {
      entities.push({ type, ...base });
    }
  }

  function skipSpaces(index: number): number {
    let next = index;
    while (next < source.length && isSpace(source.charAt(next))) next += 1;
    return next;
  }
}

/** A link as an entity: `tg://user?id=` becomes a mention, an address that is no link becomes nothing. */
export function linkEntity(href: string, base: { offset: number; length: number }): Entity | null {
  const user = /^tg:\/\/user\/?\?id=(\d+)$/.exec(href);
  if (user?.[1] !== undefined) return { type: 'text_mention', ...base, user: { id: Number(user[1]) } };
  const url = normalizeUrl(href);
  return url === null ? null : { type: 'text_link', ...base, url };
}

/** The address as Telegram keeps it (scheme added, host lower case), or null when it is no http, https, tg or ton link. */
export function normalizeUrl(address: string): string | null {
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[^/]+:\d/.test(address) ? address : `http://${address}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  if (!['http:', 'https:', 'tg:', 'ton:', 'tonsite:', 'mailto:', 'tel:'].includes(url.protocol)) return null;
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  if (isWeb && !url.hostname.includes('.')) return null;
  return isWeb ? url.href : withScheme;
}

function isSpace(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r' || char === '\v' || char === '\0';
}

function decodeCharacter(source: string, at: number): { value: string; length: number } {
  const match = /^&(?:#x([0-9a-fA-F]+)|#(\d+)|([a-zA-Z]+));?/.exec(source.slice(at, at + 16));
  const plain = { value: '&', length: 1 };
  if (match === null) return plain;
  const [whole, hex, decimal, name] = match;
  if (name !== undefined) {
    const value = namedCharacters[name];
    return value === undefined ? plain : { value, length: whole.length };
  }
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (code === 0 || code >= 0x10ffff) return plain;
  return { value: String.fromCodePoint(code), length: whole.length };
}
