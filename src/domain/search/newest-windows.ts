import type { Context, Runtime } from '#domain/context.ts';

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

const newestNamed = 5_000;

async function readWindows({ db }: Context): Promise<NewestWindows> {
  const byDate = { orderBy: { createdAt: 'desc' }, skip: newestNamed, select: { createdAt: true } } as const;
  const byId = (skip: number) => ({ orderBy: { id: 'desc' }, skip, select: { id: true } }) as const;
  const [lead, contact, company, deal, segment, recentSegment, message, recentMessage, note, recentNote] =
    await Promise.all([
      db.lead.findFirst(byDate),
      db.contact.findFirst(byDate),
      db.company.findFirst(byDate),
      db.deal.findFirst(byDate),
      db.transcriptSegment.findFirst(byId(2_000)),
      db.transcriptSegment.findFirst(byId(50_000)),
      db.message.findFirst(byId(1_000)),
      db.message.findFirst(byId(20_000)),
      db.note.findFirst(byId(1_000)),
      db.note.findFirst(byId(20_000)),
    ]);
  return {
    leadsSince: lead?.createdAt ?? null,
    contactsSince: contact?.createdAt ?? null,
    companiesSince: company?.createdAt ?? null,
    dealsSince: deal?.createdAt ?? null,
    segmentsFromId: segment?.id ?? null,
    recentSegmentsFromId: recentSegment?.id ?? null,
    messagesFromId: message?.id ?? null,
    recentMessagesFromId: recentMessage?.id ?? null,
    notesFromId: note?.id ?? null,
    recentNotesFromId: recentNote?.id ?? null,
  };
}
