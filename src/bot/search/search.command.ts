import { z } from 'zod';
import { search } from '#domain/search/search.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { lines, shorten } from '#bot/formatting.ts';
import { readListPlace, saveListPlace, turnedPage } from '#bot/lists/list-place.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { showScreen } from '#bot/screen.ts';
import { foundLines, labelOf, recordOf } from '#bot/search/found-lines.ts';
import { openRecordButton } from '#bot/search/record-button.ts';
import '#bot/search/open-record.ts';

const list = 'search';
const pageSize = 6;
const longestQuery = 200;

/** `/find words` searches; without words it asks for them. */
export async function find(ctx: MemberContext): Promise<void> {
  const words = typeof ctx.match === 'string' ? ctx.match.trim() : '';
  if (words === '') return askForWords(ctx);
  await startSearch(ctx, words);
}

/** The results of the last search, or the question what to look for. */
export async function showSearch(ctx: MemberContext): Promise<void> {
  const place = await readListPlace(ctx, list);
  if (!place.filter['query']) return askForWords(ctx);
  await showResults(ctx, Math.max(0, place.cursors.length - 1));
}

/** Looks for the words and shows the first page. */
async function startSearch(ctx: MemberContext, words: string): Promise<void> {
  await saveListPlace(ctx, list, { filter: { query: words.slice(0, longestQuery) }, cursors: [] });
  await showResults(ctx, 0);
}

async function askForWords(ctx: MemberContext): Promise<void> {
  const { search: texts } = ctx.texts;
  await askByReply(ctx, wordsPrompt, {}, texts.ask, texts.placeholder);
}

/** One page of what was found, in place of the tapped message or as a new one. */
async function showResults(ctx: MemberContext, page: number): Promise<void> {
  const place = await readListPlace(ctx, list);
  const query = place.filter['query'] ?? '';
  const cursor = page > 0 ? place.cursors[page - 1] : undefined;
  const found = await search(ctx.operation, { query, limit: pageSize, cursor: cursor ?? null });
  await saveListPlace(ctx, list, turnedPage(place, cursor === undefined ? 0 : page, found.nextCursor));
  const { search: texts } = ctx.texts;
  const withLead = new Set(found.items.flatMap(({ kind, contactId }) => (kind === 'lead' ? [contactId] : [])));
  // The lead's card shows its person already.
  const items = found.items.filter(({ kind, id }) => kind !== 'contact' || !withLead.has(id));
  const keyboard = ctx.keyboard();
  for (const item of items) {
    const record = recordOf(item);
    if (record) keyboard.button(labelOf(item, ctx), openRecordButton, { kind: record.kind, recordId: record.id }).row();
  }
  if (page > 0 && cursor !== undefined) keyboard.button(texts.better, pageButton, { page: page - 1 });
  if (found.nextCursor !== null) keyboard.button(texts.more, pageButton, { page: page + 1 });
  keyboard.row().button(texts.again, askButton, {});
  const title = texts.title(shorten(query, 60));
  const text =
    items.length > 0
      ? lines(title, ...items.flatMap((item) => ['', foundLines(item, ctx)]))
      : lines(title, '', texts.nothing);
  const note = found.incomplete.length > 0 ? lines(text, '', texts.incomplete) : text;
  await showScreen(ctx, withWayBack({ text: note, keyboard: keyboard.markup() }, ctx));
}

const pageButton = defineButton(
  'search.page',
  z.strictObject({ page: z.int().min(0).max(200) }),
  membersOnly((ctx, { page }) => showResults(ctx, page)),
);

const askButton = defineButton(
  'search.again',
  z.strictObject({}),
  membersOnly((ctx) => askForWords(ctx)),
);

const wordsPrompt = definePrompt('search.words', z.strictObject({}), (ctx, _input, words) => startSearch(ctx, words));

export const searchButtons = [openRecordButton, pageButton, askButton];
export const searchPrompts = [wordsPrompt];
