import type { Context, Runtime } from '#domain/context.ts';
import { defineRead } from '#platform/database/read.ts';

/** Where the newest records of an organization begin; null where there are too few to tell them from the rest. */
export interface NewestWindows {
  leadsSince: Date | null;
  contactsSince: Date | null;
  companiesSince: Date | null;
  dealsSince: Date | null;
  segmentsFromId: string | null;
  recentSegmentsFromId: string | null;
  messagesFromId: string | null;
  recentMessagesFromId: string | null;
  notesFromId: string | null;
  recentNotesFromId: string | null;
}

const since = (table: string) =>
  `(SELECT created_at FROM ${table} WHERE organization_id = $1 ORDER BY created_at DESC OFFSET 5000 LIMIT 1)`;
const fromId = (table: string, count: number) =>
  `(SELECT id FROM ${table} WHERE organization_id = $1 ORDER BY id DESC OFFSET ${count} LIMIT 1)`;

const windowsRead = defineRead<[], NewestWindows>(
  'search-newest-windows',
  `SELECT ${since('leads')} AS "leadsSince", ${since('contacts')} AS "contactsSince", ${since('companies')} AS "companiesSince",
     ${since('deals')} AS "dealsSince",
     ${fromId('transcript_segments', 2_000)} AS "segmentsFromId", ${fromId('transcript_segments', 50_000)} AS "recentSegmentsFromId",
     ${fromId('messages', 1_000)} AS "messagesFromId", ${fromId('messages', 20_000)} AS "recentMessagesFromId",
     ${fromId('notes', 1_000)} AS "notesFromId", ${fromId('notes', 20_000)} AS "recentNotesFromId"`,
);

/** Where the newest begin moves slowly, and a place that is a little old only makes the newest a few more. */
const freshMs = 5 * 60_000;
const known = new WeakMap<Runtime, Map<string, { windows: Promise<NewestWindows>; readAt: number }>>();

/** The windows of the organization, read at most every five minutes in a process. */
export function newestWindows(ctx: Context): Promise<NewestWindows> {
  const ofRuntime = known.get(ctx.runtime) ?? new Map<string, { windows: Promise<NewestWindows>; readAt: number }>();
  known.set(ctx.runtime, ofRuntime);
  const nowMs = performance.now();
  const current = ofRuntime.get(ctx.organizationId);
  if (current && nowMs - current.readAt < freshMs) return current.windows;
  const windows = readWindows(ctx);
  ofRuntime.set(ctx.organizationId, { windows, readAt: nowMs });
  windows.catch(() => ofRuntime.delete(ctx.organizationId));
  return windows;
}

const none: NewestWindows = {
  leadsSince: null,
  contactsSince: null,
  companiesSince: null,
  dealsSince: null,
  segmentsFromId: null,
  recentSegmentsFromId: null,
  messagesFromId: null,
  recentMessagesFromId: null,
  notesFromId: null,
  recentNotesFromId: null,
};

async function readWindows(ctx: Context): Promise<NewestWindows> {
  const [windows] = await ctx.read(windowsRead);
  return windows ?? none;
}
