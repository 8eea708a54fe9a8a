import { badRequest } from '../api-error.ts';
import type { Entity, FormattedText } from '../records.ts';
import { linkEntity } from './parse-html.ts';

/** Text and entities of the legacy Markdown mode, which knows no nesting. */
export function parseMarkdown(source: string): FormattedText {
  let text = '';
  let at = 0;
  const entities: Entity[] = [];
  while (at < source.length) {
    const char = source.charAt(at);
    if (char === '\\' && '_*`['.includes(source.charAt(at + 1)) && at + 1 < source.length) {
      text += source.charAt(at + 1);
      at += 2;
    } else if ('_*`['.includes(char)) {
      at = readEntity(at);
    } else {
      text += char;
      at += 1;
    }
  }
  return { text, entities };

  function readEntity(begin: number): number {
    const mark = source.startsWith('```', begin) ? '```' : source.charAt(begin);
    const end = mark === '[' ? ']' : mark;
    let inner = begin + mark.length;
    const closing = source.indexOf(end, inner);
    if (closing < 0) {
      const byteOffset = Buffer.byteLength(source.slice(0, begin));
      throw badRequest(`Can't parse entities: Can't find end of the entity starting at byte offset ${byteOffset}`);
    }
    let language: string | undefined;
    if (mark === '```') {
      language = /^[^\s`]+(?=\n)/.exec(source.slice(inner, closing))?.[0];
      inner += language?.length ?? 0;
      if (source.charAt(inner) === '\n') inner += 1;
    }
    const base = { offset: text.length, length: closing - inner };
    text += source.slice(inner, closing);
    let after = closing + end.length;
    if (mark === '[') {
      if (source.charAt(after) === '(') {
        const urlEnd = source.indexOf(')', after);
        const stop = urlEnd < 0 ? source.length : urlEnd;
        const link = linkEntity(source.slice(after + 1, stop), base);
        if (link !== null && base.length > 0) entities.push(link);
        after = stop + 1;
      }
    } else if (base.length > 0) {
      const type = { '*': 'bold', _: 'italic', '`': 'code', '```': 'pre' }[mark] ?? 'code';
      entities.push(language === undefined ? { type, ...base } : { type, ...base, language });
    }
    return after;
  }
}
