import { describe, expect, test } from 'vitest';
import { finishFormatted, parseFormatted } from '#sandbox/telegram/entities/format-text.ts';

const read = (source: string, mode: string) => finishFormatted(parseFormatted(source, mode, undefined));

describe('HTML', () => {
  test.each([
    [
      '<b>bold <i>both</i></b>',
      'bold both',
      [
        { type: 'bold', offset: 0, length: 9 },
        { type: 'italic', offset: 5, length: 4 },
      ],
    ],
    ['🏟<b>é</b> &lt;x&gt; &#1071;', '🏟é <x> Я', [{ type: 'bold', offset: 2, length: 1 }]],
    ['<pre><code class="language-ts">a</code></pre>', 'a', [{ type: 'pre', offset: 0, length: 1, language: 'ts' }]],
    ['<blockquote expandable>q</blockquote>', 'q', [{ type: 'expandable_blockquote', offset: 0, length: 1 }]],
    ['<a href="tg://user?id=7">u</a>', 'u', [{ type: 'text_mention', offset: 0, length: 1, user: { id: 7 } }]],
    ['<span class="tg-spoiler">s</span>', 's', [{ type: 'spoiler', offset: 0, length: 1 }]],
  ])('%s becomes its text and UTF-16 entities', (source, text, entities) => {
    expect(read(source, 'HTML')).toEqual({ text, entities });
  });

  test.each([
    ['<foo>x</foo>', 'Unsupported start tag "foo" at byte offset 0'],
    ['я<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['я</b>', 'Unexpected end tag at byte offset 2'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['a < b', 'Unsupported start tag "" at byte offset 2'],
    ['<b', 'Unclosed start tag at byte offset 0'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])('%s is refused in the server’s words', (source, reason) => {
    expect(() => read(source, 'HTML')).toThrow(`Bad Request: can't parse entities: ${reason}`);
  });
});

describe('MarkdownV2', () => {
  test.each([
    [
      '*b _i_*',
      'b i',
      [
        { type: 'bold', offset: 0, length: 3 },
        { type: 'italic', offset: 2, length: 1 },
      ],
    ],
    [
      '__u__ ~s~ ||p||',
      'u s p',
      [
        { type: 'underline', offset: 0, length: 1 },
        { type: 'strikethrough', offset: 2, length: 1 },
        { type: 'spoiler', offset: 4, length: 1 },
      ],
    ],
    ['```js\nx*y\n```', 'x*y', [{ type: 'pre', offset: 0, length: 3, language: 'js' }]],
    [
      '[t](https://example.com/a_b)',
      't',
      [{ type: 'text_link', offset: 0, length: 1, url: 'https://example.com/a_b' }],
    ],
    ['>a\n>b\nc', 'a\nb\nc', [{ type: 'blockquote', offset: 0, length: 3 }]],
    ['>a||', 'a', [{ type: 'expandable_blockquote', offset: 0, length: 1 }]],
    ['1\\.5\\!', '1.5!', []],
  ])('%s becomes its text and entities', (source, text, entities) => {
    expect(read(source, 'MarkdownV2')).toEqual({ text, entities });
  });

  test.each([
    ['1.5', "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['🏟 🏟_abacaba', "Can't find end of Italic entity at byte offset 9"],
    ['🏟 🏟_abac * asd ', "Can't find end of Bold entity at byte offset 15"],
    ['🏟 🏟`', "Can't find end of Code entity at byte offset 9"],
    ['🏟 🏟```a ', "Can't find end of PreCode entity at byte offset 9"],
    ['🏟 🏟__🏟 🏟_', "Can't find end of Italic entity at byte offset 20"],
    ['🏟 🏟_🏟 🏟__', "Can't find end of Underline entity at byte offset 19"],
  ])('%s is refused in the server’s words', (source, reason) => {
    expect(() => read(source, 'MarkdownV2')).toThrow(`Bad Request: can't parse entities: ${reason}`);
  });
});

test('Commands, links, mentions, e-mails and phone numbers are found in plain text.', () => {
  const { text, entities } = read('/start@a_bot see https://x.ru/a, @anna_s a@b.com +7 999 123-45-67 #тег', '');
  expect(entities.map((entity) => [entity.type, text.slice(entity.offset, entity.offset + entity.length)])).toEqual([
    ['bot_command', '/start@a_bot'],
    ['url', 'https://x.ru/a'],
    ['mention', '@anna_s'],
    ['email', 'a@b.com'],
    ['phone_number', '+7 999 123-45-67'],
    ['hashtag', '#тег'],
  ]);
});

test('Surrounding space is trimmed and offsets move with it.', () => {
  expect(read('  <b> a</b> ', 'HTML')).toEqual({ text: 'a', entities: [{ type: 'bold', offset: 0, length: 1 }] });
});
