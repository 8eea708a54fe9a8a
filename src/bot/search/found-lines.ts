import type { SearchResult } from '#domain/search/search-result.ts';
import type { Reader } from '#bot/context.ts';
import { showTime } from '#bot/dates.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';
import type { RecordRef } from '#bot/search/record-link.ts';

/** The record whose card a result opens: what was said or written opens where it stands. */
export function recordOf(result: SearchResult): RecordRef | null {
  if (result.kind === 'message')
    return result.conversationId === null ? null : { kind: 'conversation', id: result.conversationId };
  if (result.kind !== 'note') return { kind: result.kind, id: result.id };
  if (result.leadId !== null) return { kind: 'lead', id: result.leadId };
  if (result.dealId !== null) return { kind: 'deal', id: result.dealId };
  if (result.contactId !== null) return { kind: 'contact', id: result.contactId };
  return result.companyId === null ? null : { kind: 'company', id: result.companyId };
}

/** A result's label on a button. */
export function labelOf(result: SearchResult, reader: Reader): string {
  return shorten(`${reader.texts.search.icons[result.kind]} ${titleOf(result, reader)}`, 48);
}

/** What the record is called; a call that nobody is known of is somebody's. */
export function titleOf(result: SearchResult, reader: Reader): string {
  return result.title === '' ? reader.texts.calls.someone : result.title;
}

/** A result in the list: what it is, what tells it from others, and where the text was found. */
export function foundLines(result: SearchResult, reader: Reader): Html {
  const { icons } = reader.texts.search;
  const when = ['call', 'message', 'note'].includes(result.kind) ? ` · ${showTime(result.at, reader)}` : '';
  return lines(
    html`${icons[result.kind]} <b>${shorten(titleOf(result, reader), 80)}</b>${result.subtitle ? html` · ${shorten(result.subtitle, 80)}` : ''}${when}`,
    ...result.highlights
      .filter(({ field }) => field !== 'name')
      .slice(0, 1)
      .map(marked),
  );
}

/** The text with what was found in it in bold. */
function marked({ text, ranges }: SearchResult['highlights'][number]): Html {
  let end = 0;
  const pieces: Html[] = [];
  for (const [from, to] of ranges) {
    if (from < end) continue;
    pieces.push(html`${text.slice(end, from)}<b>${text.slice(from, to)}</b>`);
    end = to;
  }
  pieces.push(html`${text.slice(end)}`);
  return html`<i>${joined(pieces)}</i>`;
}

function joined(pieces: readonly Html[]): Html {
  return pieces.reduce((all, piece) => html`${all}${piece}`, html``);
}
