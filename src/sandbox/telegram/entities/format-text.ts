import { badRequest } from '../api-error.ts';
import type { Entity, FormattedText } from '../records.ts';
import { detectEntities, overlaps } from './detect-entities.ts';
import { normalizeUrl, parseHtml } from './parse-html.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown-v2.ts';

const selfDetected = new Set(['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number']);
const opaque = new Set(['code', 'pre', 'text_link', 'text_mention', 'custom_emoji']);
const order = [
  'blockquote',
  'expandable_blockquote',
  'spoiler',
  'text_link',
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'code',
  'pre',
];

/** Applies the parse mode; an unknown one is refused. Comes before the chat is looked at, as on the real server. */
export function parseFormatted(
  source: string,
  parseMode: string | undefined,
  entities: Entity[] | undefined,
): FormattedText {
  switch (parseMode?.toLowerCase() ?? '') {
    case '':
    case 'none':
      return { text: source, entities: (entities ?? []).filter((entity) => !selfDetected.has(entity.type)) };
    case 'html':
      return parseHtml(source);
    case 'markdownv2':
      return parseMarkdownV2(source);
    case 'markdown':
      return parseMarkdown(source);
    default:
      throw badRequest('unsupported parse_mode');
  }
}

// Control characters but newline and tab, and the marks that turn the direction of the text: Telegram drops them.
const unwanted = /(?![\n\t])\p{Cc}|[\u202a-\u202e]/gu;

/** Cleans, trims and completes a text the way Telegram stores it; offsets are UTF-16 units. */
export function finishFormatted(parsed: FormattedText): FormattedText {
  const clean = parsed.text.replaceAll('\r', '').replaceAll(unwanted, ' ');
  const sameLength = clean.length === parsed.text.length;
  const leading = /^\s*/.exec(clean)?.[0].length ?? 0;
  const text = clean.trim();
  const given: Entity[] = [];
  for (const entity of sameLength ? parsed.entities : shiftForReturns(parsed)) {
    const start = Math.max(0, entity.offset - leading);
    const end = Math.min(text.length, entity.offset + entity.length - leading);
    if (end <= start || entity.offset < 0) continue;
    given.push(checkLink({ ...entity, offset: start, length: end - start }));
  }
  const blocked = given.filter((entity) => opaque.has(entity.type));
  const detected = detectEntities(text).filter((entity) => !blocked.some((other) => overlaps(other, entity)));
  return { text, entities: [...mergeTouching(given), ...detected].toSorted(compareEntities) };
}

/** Refuses a text that is empty or too long after parsing. */
export function checkLength(formatted: FormattedText, limit: number, tooLong: string): void {
  if ([...formatted.text].length > limit) throw badRequest(tooLong);
}

function shiftForReturns(parsed: FormattedText): Entity[] {
  const position = (offset: number): number => parsed.text.slice(0, offset).replaceAll('\r', '').length;
  return parsed.entities.map((entity) => {
    const offset = position(entity.offset);
    return { ...entity, offset, length: position(entity.offset + entity.length) - offset };
  });
}

function checkLink(entity: Entity): Entity {
  if (entity.type !== 'text_link') return entity;
  const address = entity.url ?? '';
  const url = normalizeUrl(address);
  if (url === null) {
    throw badRequest(address === '' ? 'entity URL is empty' : `entity URL '${address}' is invalid: Wrong HTTP URL`);
  }
  return { ...entity, url };
}

function mergeTouching(entities: Entity[]): Entity[] {
  const merged: Entity[] = [];
  const mergeable = new Set(['bold', 'italic', 'underline', 'strikethrough', 'spoiler']);
  for (const entity of entities.toSorted(compareEntities)) {
    const same = mergeable.has(entity.type)
      ? merged.find((other) => other.type === entity.type && other.offset + other.length >= entity.offset)
      : undefined;
    if (same === undefined) merged.push({ ...entity });
    else same.length = Math.max(same.length, entity.offset + entity.length - same.offset);
  }
  return merged;
}

function compareEntities(a: Entity, b: Entity): number {
  return a.offset - b.offset || b.length - a.length || order.indexOf(a.type) - order.indexOf(b.type);
}
