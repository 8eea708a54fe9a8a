/** Text in Telegram's HTML that is safe to send: everything that came from people is escaped inside it. */
export class Html {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  toString(): string {
    return this.source;
  }
}

/** Telegram's limits, counted in UTF-16 units after the tags are taken away. */
export const textLimit = 4096;
export const captionLimit = 1024;

// Overrides that let a client's name turn the text around it (U+202A–202E, U+2066–2069) and control characters but line breaks and tabs.
// eslint-disable-next-line no-control-regex -- these are exactly the characters to be taken out
const unsafe = /[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000B-\u001F\u007F]/g;

/** Escapes a person's text for Telegram's HTML and takes out what could reorder or hide the text around it. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(unsafe, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

type Part = string | number | Html | readonly Html[] | null | undefined | false;

/** A template whose values are escaped unless they are `Html` already; lists are joined by line breaks, nothing stays nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  let source = strings[0] ?? '';
  parts.forEach((part, index) => {
    source += partSource(part) + (strings[index + 1] ?? '');
  });
  return new Html(source);
}

function partSource(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.source;
  if (typeof part === 'object') return part.map((item) => item.source).join('\n');
  return escapeHtml(String(part));
}

/** Joins lines, leaving out the absent ones; an empty text stays an empty line. */
export function lines(...items: (Html | string | null | undefined | false)[]): Html {
  return new Html(
    items
      .filter((item) => item !== null && item !== undefined && item !== false)
      .map((item) => (item instanceof Html ? item.source : escapeHtml(item)))
      .join('\n'),
  );
}

/** A text cut to at most `max` UTF-16 units with an ellipsis, never inside a character. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${wholeCharacters(text, max - 1).trimEnd()}…`;
}

function wholeCharacters(text: string, max: number): string {
  const code = text.charCodeAt(max - 1);
  const splitsPair = code >= 0xd800 && code <= 0xdbff;
  return text.slice(0, splitsPair ? max - 1 : max);
}

/** HTML that fits into `limit` after the tags are taken away; a cut text ends in an ellipsis and its open tags are closed. */
export function fitHtml(content: Html, limit = textLimit): string {
  const tokens = content.source.match(/<[^>]*>|&(?:amp|lt|gt|quot);|[^<&]+|[<&]/g) ?? [];
  const total = tokens.reduce((sum, token) => sum + lengthOf(token), 0);
  if (total <= limit) return content.source;
  const open: string[] = [];
  let room = limit - 1;
  let result = '';
  for (const token of tokens) {
    const tag = /^<(\/?)([a-z-]+)/i.exec(token);
    if (tag) {
      if (tag[1]) open.pop();
      else open.push(tag[2] ?? '');
      result += token;
      continue;
    }
    const length = lengthOf(token);
    if (length <= room) {
      result += token;
      room -= length;
      continue;
    }
    result += `${room > 0 && !token.startsWith('&') ? wholeCharacters(token, room) : ''}…`;
    break;
  }
  return (
    result +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  );
}

function lengthOf(token: string): number {
  if (/^<[a-z/]/i.test(token)) return 0;
  return /^&\w+;$/.test(token) ? 1 : token.length;
}

/** A quoted text, folded by Telegram when it is long. */
export function quote(text: string, max = 900): Html {
  const shown = shorten(text.trim(), max);
  return shown.length > 300
    ? html`<blockquote expandable>${shown}</blockquote>`
    : html`<blockquote>${shown}</blockquote>`;
}
