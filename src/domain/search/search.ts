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
import { newestOwnCalls, newestOwnConversations } from '#domain/search/own-texts.ts';
import { readQuery } from '#domain/search/read-query.ts';
import type { SearchedText } from '#domain/search/read-query.ts';
import { likeWords, nameRead } from '#domain/search/search-names.ts';
import type { NamedKind } from '#domain/search/search-names.ts';
import { searchKinds } from '#domain/search/search-result.ts';
import type { FoundRow, SearchKind, SearchPlace, SearchResult } from '#domain/search/search-result.ts';
import { wordReads, wordsScore } from '#domain/search/search-words.ts';
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
  const question: Asked = { searched, limit: data.limit + 1, after, windows: await newestWindows(ctx) };
  const incomplete = new Set<SearchKind>();
  const inTime = (kind: SearchKind, rows: Promise<FoundRow[]>) => unlessCancelled(ctx, kind, rows, incomplete);
  const found = await Promise.all(kinds.map((kind) => inTime(kind, readKind(ctx, kind, question))));
  const named = kinds.filter(hasName);
  // Typing errors are looked for only when hardly anything is called what was typed, and then on all pages.
  const isLike = after
    ? after.isLike
    : named.length > 0 && countNamed(found.flat()) < Math.min(fewNamed, data.limit + 1);
  if (isLike && likeWords(searched).length > 0)
    found.push(...(await Promise.all(named.map((kind) => inTime(kind, readByName(ctx, kind, question, true))))));
  const best = withoutRepeats(found.flat()).toSorted(byRank);
  const items = best.slice(0, data.limit).map(({ kind, row }) => toResult(kind, row, searched));
  const last = items.at(-1);
  const nextCursor = best.length > data.limit && last ? encodePlace({ ...last, isLike }) : null;
  return { items, nextCursor, incomplete: [...incomplete] };
}

const fewNamed = 5;

interface Found {
  kind: SearchKind;
  row: FoundRow;
}

async function unlessCancelled(
  ctx: Context,
  kind: SearchKind,
  rows: Promise<FoundRow[]>,
  incomplete: Set<SearchKind>,
): Promise<Found[]> {
  try {
    return (await rows).map((row) => ({ kind, row }));
  } catch (error) {
    if (!isCancelled(error)) throw error;
    ctx.log.warn({ kind, err: messageOf(error) }, 'a search took too long and was given up');
    incomplete.add(kind);
    return [];
  }
}

function hasName(kind: SearchKind): kind is NamedKind {
  return kind === 'lead' || kind === 'contact' || kind === 'company' || kind === 'deal';
}

const countNamed = (found: readonly Found[]) => found.filter(({ row }) => row.score > wordsScore).length;

/** A name that contains one typed word and is like it, too, was found twice. */
function withoutRepeats(found: readonly Found[]): Found[] {
  const best = new Map<string, Found>();
  for (const one of found) {
    const known = best.get(one.row.id);
    if (!known || known.row.score < one.row.score) best.set(one.row.id, one);
  }
  return [...best.values()];
}

interface Asked {
  searched: SearchedText;
  limit: number;
  after: SearchPlace | null;
  windows: NewestWindows;
}

function readKind(ctx: Context, kind: SearchKind, asked: Asked): Promise<FoundRow[]> {
  if (kind === 'call' || kind === 'message' || kind === 'note') return readByWords(ctx, kind, asked);
  return readByName(ctx, kind, asked, false);
}

function readByName(ctx: Context, kind: NamedKind, asked: Asked, isLike: boolean): Promise<FoundRow[]> {
  const { searched, limit, after, windows } = asked;
  const viewerId = leadViewer(ctx);
  const newestSince = {
    lead: windows.leadsSince,
    contact: windows.contactsSince,
    company: windows.companiesSince,
    deal: windows.dealsSince,
  }[kind];
  const [read, values] = nameRead(kind, {
    searched,
    viewerId,
    limit,
    after,
    // Whoever does not see all has few enough records to look through them at once.
    newestSince: viewerId === null ? newestSince : null,
    isLike,
  });
  return ctx.read(read, ...values);
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
  const [newestFrom, recentFrom] = windowOf[kind];
  const others = own?.slice(newestOwn);
  const values: WordValues = [
    viewerId,
    searched.text,
    limit,
    newestFrom ?? firstId,
    recentFrom ?? firstId,
    own?.slice(0, newestOwn) ?? null,
    others && others.length > 0 ? others : null,
    after?.score ?? null,
    after?.at ?? null,
    after?.id ?? null,
  ];
  return ctx.read(viewerId === null ? wordReads[kind].all : wordReads[kind].own, ...values);
}

const firstId = '00000000-0000-0000-0000-000000000000';
const newestOwn = 50;

async function readOwn(ctx: Context, kind: keyof typeof wordReads, viewerId: string | null): Promise<string[] | null> {
  if (viewerId === null || kind === 'note') return null;
  return kind === 'call' ? newestOwnCalls(ctx, viewerId) : newestOwnConversations(ctx, viewerId);
}

function toResult(kind: SearchKind, row: FoundRow, searched: SearchedText): SearchResult {
  const { id, title, subtitle, score, at, leadId, contactId, companyId, dealId, conversationId } = row;
  const highlights = highlightsOf(row, searched, kind === 'call' ? 'transcript' : 'text');
  return { kind, id, title, subtitle, highlights, score, at, leadId, contactId, companyId, dealId, conversationId };
}

interface Place extends SearchPlace {
  /** Whether names that are like the words are among the results. */
  isLike: boolean;
}

function byRank(one: Found, other: Found): number {
  return (
    other.row.score - one.row.score ||
    other.row.at.getTime() - one.row.at.getTime() ||
    (one.row.id < other.row.id ? 1 : one.row.id > other.row.id ? -1 : 0)
  );
}

function encodePlace({ score, at, id, isLike }: Place): string {
  return Buffer.from(`${score} ${at.getTime()} ${id} ${isLike ? 'like' : 'named'}`).toString('base64url');
}

function decodePlace(cursor: string | null | undefined): Place | null {
  if (cursor === null || cursor === undefined) return null;
  const [score = '', at = '', id = '', names = '', ...rest] = Buffer.from(cursor, 'base64url')
    .toString('latin1')
    .split(' ');
  if (
    rest.length > 0 ||
    !['like', 'named'].includes(names) ||
    !/^\d(\.\d{1,20})?$/.test(score) ||
    !/^\d{1,15}$/.test(at) ||
    !isId(id)
  )
    throw invalidInput([{ field: 'cursor', problem: 'this is not a cursor of this list; leave it out to start anew' }]);
  return { score: Number(score), at: new Date(Number(at)), id, isLike: names === 'like' };
}

/** PostgreSQL's query_canceled: the read's own time limit was over. */
function isCancelled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}
