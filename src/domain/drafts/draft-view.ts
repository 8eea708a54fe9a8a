import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { visibleDrafts } from '#domain/drafts/policy.ts';
import type { DraftStatus } from '#prisma/generated/enums.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** A proposed reply as the doors show it. */
export interface DraftView {
  id: string;
  conversationId: string;
  leadId: string | null;
  callId: string | null;
  ownerId: string;
  status: DraftStatus;
  text: string;
  hint: string | null;
  /** The model that wrote it, or `offline`. */
  engine: string | null;
  error: string | null;
  /** Grows each time it is written anew. */
  revision: number;
  clientName: string;
  clientMessage: { text: string; sentAt: Date } | null;
  decidedAt: Date | null;
  createdAt: Date;
}

export const draftInclude = {
  conversation: { include: { contact: { select: { name: true } } } },
} satisfies Prisma.DraftInclude;

type DraftRow = Prisma.DraftGetPayload<{ include: typeof draftInclude }>;

/** Views of drafts with the clients' messages that they answer, read in one query. */
export async function toDraftViews(ctx: Context, rows: DraftRow[]): Promise<DraftView[]> {
  const answered = rows.map((row) => row.replyToId).filter((id) => id !== null);
  const messages = await ctx.db.message.findMany({ where: { id: { in: answered } }, select: { id: true, text: true, sentAt: true } });
  const byId = new Map(messages.map(({ id, text, sentAt }) => [id, { text, sentAt }]));
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversationId,
    leadId: row.leadId,
    callId: row.callId,
    ownerId: row.ownerId,
    status: row.status,
    text: row.text,
    hint: row.hint,
    engine: row.engine,
    error: row.error,
    revision: row.revision,
    clientName: row.conversation.contact.name,
    clientMessage: (row.replyToId === null ? undefined : byId.get(row.replyToId)) ?? null,
    decidedAt: row.decidedAt,
    createdAt: row.createdAt,
  }));
}

/** The view of a draft that the actor may see; throws `draft.notFound`. */
export async function readDraft(ctx: Context, draftId: string): Promise<DraftView> {
  const row = await ctx.db.draft.findFirst({ where: { AND: [{ id: draftId }, visibleDrafts(ctx)] }, include: draftInclude });
  const [view] = row ? await toDraftViews(ctx, [row]) : [];
  if (!view) throw notFound('draft');
  return view;
}
