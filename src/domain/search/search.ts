import { z } from 'zod';
import { isId } from '#platform/ids.ts';
import { messageOf } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { callViewer } from '#domain/calls/policy.ts';
import { conversationViewer } from '#domain/conversations/policy.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { actorHas, requirePermission } from '#domain/permissions.ts';
import type { Permission } from '#domain/permissions.ts';
import { highlightsOf } from '#domain/search/highlight.ts';
import { newestWindows } from '#domain/search/newest-windows.ts';
import type { NewestWindows } from '#domain/search/newest-windows.ts';
import { readQuery } from '#domain/search/read-query.ts';
import type { SearchedText } from '#domain/search/read-query.ts';
import { nameReads } from '#domain/search/search-names.ts';
import type { NameValues } from '#domain/search/search-names.ts';
import { searchKinds } from '#domain/search/search-result.ts';
import type { FoundRow, SearchKind, SearchResult } from '#domain/search/search-result.ts';
import { ownCalls, ownConversations, wordReads } from '#domain/search/search-words.ts';
import type { WordValues } from '#domain/search/search-words.ts';

export const SearchInput = z.strictObject({
  /** Anything a person may type: names in any alphabet, a part of a number, an address, words that were said. */
  query: z.string().max(100_000),
  kinds: z.array(z.enum(searchKinds)).min(1).max(searchKinds.length).nullish(),
  limit: z.int().min(1).max(50).default(20),
  /** `nextCursor` of the page before. */
  cursor: z.string().max(300).nullish(),
});
export type SearchInput = z.input<typeof SearchInput>;

export interface SearchPage {
  items: SearchResult[];
  nextCursor: string | null;
  /** Kinds that could not be looked through in time; the rest is complete. */
  incomplete: SearchKind[];
}

const permissionOf: Record<SearchKind, Permission> = {
  lead: 'leads.read',
  contact: 'contacts.read',
  company: 'contacts.read',
  deal: 'leads.read',
  call: 'calls.read',
  message: 'leads.read',
  note: 'leads.read',
};

/**
 * What the actor may see that the query means, best first: called exactly so, beginning so, containing it, spelt like it,
 * speaking of it; equal ones newest first. Any text may be asked; one without letters and digits finds nothing. Refuses
 * with `permission.missing` who may see none of the kinds.
 */
export async function search(ctx: Context, input: SearchInput): Promise<SearchPage> {
  const data = parseInput(SearchInput, input);
  const asked = searchKinds.filter((kind) => !data.kinds || data.kinds.includes(kind));
  const kinds = asked.filter((kind) => actorHas(ctx.actor, permissionOf[kind]));
  if (kinds.length === 0) requirePermission(ctx, permissionOf[asked[0] ?? 'lead']);
  const after = decodePlace(data.cursor);
  const searched = readQuery(data.query);
  if (searched === null) return { items: [], nextCursor: null, incomplete: [] };
  const windows = await newestWindows(ctx);
  const limit = data.limit + 1;
  const incomplete: SearchKind[] = [];
  const found = await Promise.all(
    kinds.map(async (kind) => {
      try {
        const rows = await readKind(ctx, kind, { searched, limit, after, windows });
        return rows.map((row) => ({ kind, row }));
      } catch (error) {
        if (!isCancelled(error)) throw error;
        ctx.log.warn({ kind, err: messageOf(error) }, 'a search took too long and was given up');
        incomplete.push(kind);
        return [];
      }
    }),
  );
  const best = found.flat().sort(byRank);
  const items = best.slice(0, data.limit).map(({ kind, row }) => toResult(kind, row, searched));
  const last = items.at(-1);
  return { items, nextCursor: best.length > data.limit && last ? encodePlace(last) : null, incomplete };
}

interface Asked {
  searched: SearchedText;
  limit: number;
  after: Place | null;
  windows: NewestWindows;
}

function readKind(ctx: Context, kind: SearchKind, asked: Asked): Promise<FoundRow[]> {
  if (kind === 'call' || kind === 'message' || kind === 'note') return readByWords(ctx, kind, asked);
  return readByName(ctx, kind, asked);
}

async function readByName(
  ctx: Context,
  kind: keyof typeof nameReads,
  { searched, limit, after, windows }: Asked,
): Promise<FoundRow[]> {
  const { words, foldedWords } = searched;
  const viewerId = leadViewer(ctx);
  const since = {
    lead: windows.leadsSince,
    contact: windows.contactsSince,
    company: windows.companiesSince,
    deal: windows.dealsSince,
  }[kind];
  // A number is typed as it is meant, and three letters are like too much.
  const likeWords = words.every((word) => /\p{L}/u.test(word)) ? foldedWords.filter((word) => word.length >= 4) : [];
  const values: NameValues = [
    viewerId,
    searched.folded,
    limit,
    // Whoever does not see all has few enough records to look through them at once.
    viewerId === null ? since : null,
    [
      foldedWords[0] ?? null,
      foldedWords[1] ?? null,
      foldedWords[2] ?? null,
      foldedWords[3] ?? null,
      foldedWords[4] ?? null,
    ],
    [likeWords[0] ?? null, likeWords[1] ?? null, likeWords[2] ?? null],
    after?.score ?? null,
    after?.at ?? null,
    after?.id ?? null,
    searched.phone,
    searched.russianPhone,
    searched.handle === null ? null : `%${searched.handle.replaceAll(/[\\%_]/g, '\\$&')}%`,
    searched.amountCents,
    `%${words.join('%').toLowerCase()}%`,
    searched.taxId,
  ];
  return ctx.read(nameReads[kind], ...values.flat());
}

async function readByWords(
  ctx: Context,
  kind: keyof typeof wordReads,
  { searched, limit, after, windows }: Asked,
): Promise<FoundRow[]> {
  const viewerId = { call: callViewer, message: conversationViewer, note: leadViewer }[kind](ctx);
  const windowOf = {
    call: [windows.segmentsFromId, windows.recentSegmentsFromId],
    message: [windows.messagesFromId, windows.recentMessagesFromId],
    note: [windows.notesFromId, windows.recentNotesFromId],
  } as const;
  const own = await readOwn(ctx, kind, viewerId);
  const [newestFrom, recentFrom] = own ? [null, null] : windowOf[kind];
  const others = own?.slice(newestOwn);
  const values: WordValues = [
    viewerId,
    searched.text,
    limit,
    newestFrom,
    recentFrom,
    own?.slice(0, newestOwn) ?? null,
    others && others.length > 0 ? others : null,
    after?.score ?? null,
    after?.at ?? null,
    after?.id ?? null,
  ];
  return ctx.read(wordReads[kind], ...values);
}

const newestOwn = 200;

async function readOwn(ctx: Context, kind: keyof typeof wordReads, viewerId: string | null): Promise<string[] | null> {
  if (viewerId === null || kind === 'note') return null;
  const rows = await ctx.read(kind === 'call' ? ownCalls : ownConversations, viewerId);
  return rows.map((row) => row.id);
}

function toResult(kind: SearchKind, row: FoundRow, searched: SearchedText): SearchResult {
  const { id, title, subtitle, score, at, leadId, contactId, companyId, dealId, conversationId } = row;
  const highlights = highlightsOf(row, searched, kind === 'call' ? 'transcript' : 'text');
  return { kind, id, title, subtitle, highlights, score, at, leadId, contactId, companyId, dealId, conversationId };
}

interface Place {
  score: number;
  at: Date;
  id: string;
}

function byRank(one: { row: FoundRow }, other: { row: FoundRow }): number {
  return (
    other.row.score - one.row.score ||
    other.row.at.getTime() - one.row.at.getTime() ||
    (one.row.id < other.row.id ? 1 : one.row.id > other.row.id ? -1 : 0)
  );
}

function encodePlace({ score, at, id }: Place): string {
  return Buffer.from(`${score} ${at.getTime()} ${id}`).toString('base64url');
}

function decodePlace(cursor: string | null | undefined): Place | null {
  if (cursor === null || cursor === undefined) return null;
  const [score = '', at = '', id = '', ...rest] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ');
  if (rest.length > 0 || !/^\d(\.\d{1,20})?$/.test(score) || !/^\d{1,15}$/.test(at) || !isId(id))
    throw invalidInput([{ field: 'cursor', problem: 'this is not a cursor of this list; leave it out to start anew' }]);
  return { score: Number(score), at: new Date(Number(at)), id };
}

/** PostgreSQL's query_canceled: the read's own time limit was over. */
function isCancelled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}
