import { badRequest } from '../api-error.ts';
import type { Entity, FormattedText } from '../records.ts';
import { linkEntity } from './parse-html.ts';

type Kind =
  | 'Bold'
  | 'Italic'
  | 'Underline'
  | 'Strikethrough'
  | 'Spoiler'
  | 'Code'
  | 'Pre'
  | 'PreCode'
  | 'TextUrl'
  | 'CustomEmoji'
  | 'BlockQuote';

const entityTypes: Record<Exclude<Kind, 'TextUrl' | 'CustomEmoji'>, string> = {
  Bold: 'bold',
  Italic: 'italic',
  Underline: 'underline',
  Strikethrough: 'strikethrough',
  Spoiler: 'spoiler',
  Code: 'code',
  Pre: 'pre',
  PreCode: 'pre',
  BlockQuote: 'blockquote',
};

interface OpenMark {
  kind: Kind;
  offset: number;
  sourceIndex: number;
  language?: string;
}

const reservedEverywhere = '_*[]()~`>#+-=|{}.!';

/** Text and entities of MarkdownV2; throws "can't parse entities: …" with the byte offset, as the server words it. */
export function parseMarkdownV2(source: string): FormattedText {
  let text = '';
  let at = 0;
  const entities: Entity[] = [];
  const open: OpenMark[] = [];
  const bytes = (index: number): number => Buffer.byteLength(source.slice(0, index));
  const fail = (reason: string): never => {
    throw badRequest(`Can't parse entities: ${reason}`);
  };
  const starts = (mark: string, index = at): boolean => source.startsWith(mark, index);
  const inCode = (): boolean => ['Code', 'Pre', 'PreCode'].includes(open.at(-1)?.kind ?? '');
  const inQuote = (): boolean => open.some((mark) => mark.kind === 'BlockQuote');

  while (at < source.length) {
    const char = source.charAt(at);
    const next = source.charCodeAt(at + 1);
    if (char === '\\' && next > 0 && next <= 126) {
      text += source.charAt(at + 1);
      at += 2;
    } else if (char === '\n' && !inCode() && inQuote()) {
      newLineInQuote();
    } else if (!(inCode() ? '`' : reservedEverywhere).includes(char)) {
      text += char;
      at += 1;
    } else if (endsQuoteAsExpandable()) {
      closeQuote('expandable_blockquote');
      at += 2;
    } else if (closesInnermost()) {
      closeInnermost();
    } else {
      openMark(char);
    }
  }
  if (open.at(-1)?.kind === 'BlockQuote') closeQuote('blockquote');
  const unclosed = open.at(-1);
  if (unclosed !== undefined)
    fail(`Can't find end of ${unclosed.kind} entity at byte offset ${bytes(unclosed.sourceIndex)}`);
  return { text, entities };

  function newLineInQuote(): void {
    if (source.charAt(at + 1) === '>') {
      text += '\n';
      at += 2;
      return;
    }
    const inner = open.at(-1);
    if (inner !== undefined && inner.kind !== 'BlockQuote') {
      fail(`Can't find end of ${inner.kind} entity at byte offset ${bytes(inner.sourceIndex)}`);
    }
    closeQuote('blockquote');
    text += '\n';
    at += 1;
  }

  function endsQuoteAsExpandable(): boolean {
    const followed = source.charAt(at + 2);
    return (
      starts('||') &&
      open.at(-1)?.kind === 'BlockQuote' &&
      (followed === '' || (followed === '\n' && source.charAt(at + 3) !== '>'))
    );
  }

  function closeQuote(type: string): void {
    const mark = open.pop();
    if (mark !== undefined && text.length > mark.offset) {
      entities.push({ type, offset: mark.offset, length: text.length - mark.offset });
    }
  }

  function closesInnermost(): boolean {
    switch (open.at(-1)?.kind) {
      case 'Bold':
        return starts('*');
      case 'Italic':
        return starts('_') && !starts('__');
      case 'Underline':
        return starts('__');
      case 'Strikethrough':
        return starts('~');
      case 'Spoiler':
        return starts('||');
      case 'Code':
        return starts('`');
      case 'Pre':
      case 'PreCode':
        return starts('```');
      case 'TextUrl':
      case 'CustomEmoji':
        return starts(']');
      default:
        return false;
    }
  }

  function closeInnermost(): void {
    const mark = open.pop();
    if (mark === undefined) return;
    const base = { offset: mark.offset, length: text.length - mark.offset };
    at += { Underline: 2, Spoiler: 2, Pre: 3, PreCode: 3 }[mark.kind as string] ?? 1;
    if (mark.kind === 'TextUrl' || mark.kind === 'CustomEmoji') {
      closeLink(mark, base);
      return;
    }
    if (base.length === 0) return;
    const type = entityTypes[mark.kind];
    entities.push(mark.language === undefined ? { type, ...base } : { type, ...base, language: mark.language });
  }

  function closeLink(mark: OpenMark, base: { offset: number; length: number }): void {
    let url = text.slice(mark.offset);
    if (source.charAt(at) === '(') {
      const begin = at;
      url = '';
      at += 1;
      while (at < source.length && source.charAt(at) !== ')') {
        if (source.charAt(at) === '\\') at += 1;
        url += source.charAt(at);
        at += 1;
      }
      if (source.charAt(at) !== ')') fail(`Can't find end of a URL at byte offset ${bytes(begin)}`);
      at += 1;
    } else if (mark.kind === 'CustomEmoji') {
      fail('Custom emoji entity must contain a tg://emoji URL');
    }
    if (base.length === 0) return;
    if (mark.kind === 'CustomEmoji') {
      entities.push(specialLink(url, base));
      return;
    }
    const link = linkEntity(url, base);
    if (link !== null) entities.push(link);
  }

  function specialLink(url: string, base: { offset: number; length: number }): Entity {
    const emoji = /^tg:\/\/emoji\?id=(\d+)$/.exec(url);
    if (emoji?.[1] !== undefined) return { type: 'custom_emoji', ...base, custom_emoji_id: emoji[1] };
    const time = /^tg:\/\/time\?unix=(\d+)(?:&format=([a-zA-Z]*))?$/.exec(url);
    if (time?.[1] !== undefined) {
      return { type: 'date_time', ...base, unix_time: Number(time[1]), date_time_format: time[2] ?? '' };
    }
    return fail('Custom emoji entity must contain a tg://emoji URL');
  }

  function openMark(char: string): void {
    const mark: OpenMark = { kind: 'Bold', offset: text.length, sourceIndex: at };
    if (starts('__')) {
      mark.kind = 'Underline';
      at += 2;
    } else if (char === '_' || char === '*' || char === '~' || char === '[') {
      mark.kind = ({ _: 'Italic', '*': 'Bold', '~': 'Strikethrough', '[': 'TextUrl' } as const)[char];
      at += 1;
    } else if (starts('||')) {
      mark.kind = 'Spoiler';
      at += 2;
    } else if (starts('![')) {
      mark.kind = 'CustomEmoji';
      at += 2;
    } else if (starts('```')) {
      openPre(mark);
    } else if (char === '`') {
      mark.kind = 'Code';
      at += 1;
    } else if (char === '>' && !inQuote() && (text === '' || text.endsWith('\n'))) {
      mark.kind = 'BlockQuote';
      at += 1;
    } else {
      fail(`Character '${char}' is reserved and must be escaped with the preceding '\\'`);
    }
    open.push(mark);
  }

  function openPre(mark: OpenMark): void {
    mark.kind = 'Pre';
    at += 3;
    const language = /^[^\s`]+(?=\s)/.exec(source.slice(at))?.[0];
    if (language !== undefined) {
      mark.kind = 'PreCode';
      mark.language = language;
      at += language.length;
    }
    if (starts('\r\n') || starts('\n\r')) at += 2;
    else if (starts('\n') || starts('\r')) at += 1;
  }
}
