import { describe, expect, it } from 'vitest';
import { pagesOf } from '#bot/calls/transcript.ts';

describe('pages of a transcript', () => {
  it('hold every segment once, in order, and fit a message', () => {
    const segments = Array.from({ length: 120 }, (_, index) => ({ text: `${index} ${'слово '.repeat(index % 40)}` }));
    const pages = pagesOf(segments, 1000);
    expect(pages.flat()).toEqual(segments);
    for (const page of pages.filter((page) => page.length > 1)) {
      expect(page.reduce((sum, segment) => sum + segment.text.length + 20, 0)).toBeLessThanOrEqual(1000);
    }
  });

  it('are none when nobody spoke', () => {
    expect(pagesOf([])).toEqual([]);
  });
});
