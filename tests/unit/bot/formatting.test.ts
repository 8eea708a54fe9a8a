import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Html, escapeHtml, fitHtml, html, lines, shorten } from '#bot/formatting.ts';

const visibleLength = (source: string) => source.replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt|quot);/g, 'x').length;

describe('text for Telegram', () => {
  it('escapes what people wrote and leaves our own markup alone', () => {
    expect(html`<b>${'<script>&"'}</b> ${html`<i>ok</i>`}`.source).toBe('<b>&lt;script&gt;&amp;&quot;</b> <i>ok</i>');
  });

  it('takes out characters that would turn the text around them', () => {
    expect(escapeHtml('abc\u202Edef\u2066g')).toBe('abcdefg');
  });

  it('leaves absent lines out and keeps empty ones', () => {
    expect(lines('a', null, '', false, html`<b>b</b>`).source).toBe('a\n\n<b>b</b>');
  });

  it('cuts a long text at the limit with its tags closed', () => {
    const fitted = fitHtml(html`<b>${'я'.repeat(5000)}</b>`, 4096);
    expect(visibleLength(fitted)).toBe(4096);
    expect(fitted.endsWith('…</b>')).toBe(true);
  });

  it('never splits a surrogate pair, whatever the text and limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 2, max: 40 }), (text, limit) => {
        expect(shorten(text.toWellFormed(), limit).isWellFormed()).toBe(true);
        const fitted = fitHtml(html`<b>${text}</b>`, limit);
        expect(fitted.isWellFormed()).toBe(true);
        expect(visibleLength(fitted)).toBeLessThanOrEqual(limit);
        expect(fitted.match(/<b>/g)?.length).toBe(fitted.match(/<\/b>/g)?.length);
      }),
    );
  });

  it('leaves a text that fits exactly as it is', () => {
    expect(fitHtml(new Html('a &amp; b'), 5)).toBe('a &amp; b');
  });
});
