import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { projectRoot } from '#tests/support/child-process.ts';

/** One person's Telegram on the sandbox page, used as a person does: looking, tapping and typing. */
export interface Hands {
  /** The newest message that shows all of these texts; waits for it. */
  sees(...texts: string[]): Promise<Locator>;
  /** Presses a button below the newest message that has it, or below the given one. */
  tap(label: string, message?: Locator): Promise<void>;
  write(text: string): Promise<void>;
  /** Opens a chat of the list by its title. */
  open(chatTitle: string): Promise<void>;
  pressStart(): Promise<void>;
}

/** The sandbox page with the columns of several people. */
export interface TelegramPage {
  page: Page;
  /** The column at this place, brought to the front where only one is shown. */
  person(place: number): Hands;
  /** A picture of the page as it is now, named by its place in the story. */
  shoot(name: string): Promise<void>;
}

/** Runs in the page: resolves when nothing that will ever stand still moves any more. */
const stillness = `Promise.all(document.getAnimations()
  .filter((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime))
  .map((animation) => animation.finished.catch(() => null)))`;

/** How long a person would wait for anything on the page. */
const patienceMs = 20_000;

/** Wraps an open page; pictures go to `tests/browser/screenshots/<folder>`. */
export function telegramPage(page: Page, folder: string): TelegramPage {
  page.setDefaultTimeout(patienceMs);
  const pictures = join(projectRoot, 'tests/browser/screenshots', folder);
  mkdirSync(pictures, { recursive: true });
  let taken = 0;
  return {
    page,
    person: (place) => hands(page, place),
    async shoot(name) {
      taken += 1;
      // What is still sliding in is shown where it will stay.
      await page.evaluate(stillness);
      await page.screenshot({ path: join(pictures, `${String(taken).padStart(2, '0')}-${name}.png`) });
    },
  };
}

function hands(page: Page, place: number): Hands {
  const column = page.locator('section.column').nth(place);
  const messages = column.locator('.log article');
  const front = async () => {
    const tab = page.locator('#tabs button').nth(place);
    if (!(await column.isVisible()) && (await tab.isVisible())) await tab.click();
  };
  const showing = (texts: string[]) => texts.reduce((found, text) => found.filter({ hasText: text }), messages).last();
  return {
    async sees(...texts) {
      await front();
      const message = showing(texts);
      await message.waitFor({ timeout: patienceMs }).catch(async (error: unknown) => {
        const last = (await messages.allInnerTexts()).slice(-4).join('\n---\n');
        throw new Error(`Nobody wrote ${JSON.stringify(texts)}; the last messages are:\n${last}`, { cause: error });
      });
      return message;
    },
    async tap(label, message) {
      await front();
      const button = page.getByRole('button', { name: label, exact: true });
      const holder = message ?? messages.filter({ has: button }).last();
      await holder.getByRole('button', { name: label, exact: true }).click();
    },
    async write(text) {
      await front();
      const line = column.locator('.composer-line textarea');
      await line.fill(text);
      await line.press('Enter');
      await messages.filter({ hasText: text }).last().waitFor();
    },
    async open(chatTitle) {
      await front();
      // By its title: the preview of another chat may well name this one.
      const row = column.locator('.chat-row').filter({ has: page.locator('.row-top', { hasText: chatTitle }) });
      const back = column.locator('.chat-head .back');
      await row.or(back).locator('visible=true').first().waitFor();
      if (!(await row.isVisible())) await back.click();
      await row.click();
    },
    async pressStart() {
      await front();
      await column.locator('.start-button').click();
    },
  };
}
