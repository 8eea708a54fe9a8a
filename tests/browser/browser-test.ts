import type { Browser } from 'playwright-core';
import { test } from 'vitest';
import { findBrowser, openBrowser } from '#tests/support/browser.ts';
import { startSandboxProduct } from '#tests/support/sandbox-product.ts';
import type { SandboxProduct } from '#tests/support/sandbox-product.ts';

const program = await findBrowser();

/** A test in a real browser against a product of its own; where there is no browser it is skipped and says why. */
export function browserTest(name: string, play: (browser: Browser, product: SandboxProduct) => Promise<void>): void {
  if ('missing' in program) {
    test.skip(`${name} — skipped: ${program.missing}`);
    return;
  }
  test(name, { timeout: 120_000 }, async () => {
    await using product = await startSandboxProduct();
    const browser = await openBrowser(program);
    try {
      await play(browser, product);
    } finally {
      await browser.close();
    }
  });
}
