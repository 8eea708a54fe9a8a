import { z } from 'zod';
import type { Prisma } from '#prisma/generated/client.ts';
import type { DraftStatus } from '#prisma/generated/enums.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import { notFound } from '#domain/not-found.ts';

/** A reply that the model proposes, beside the message it answers. */
export interface DraftView {
  id: string;
  conversationId: string;
  leadId: string | null;
  callId: string | null;
  status: DraftStatus;
  text: string;
  hint: string | null;
  /** The model's name, or `offline`. */
  engine: string | null;
  error: string | null;
  /** Grows with each writing; a tap names the one it was shown. */
  revision: number;
  ownerId: string;
  clientName: string;
  clientMessage: { text: string; sentAt: Date } | null;
  createdAt: Date;
  updatedAt: Date;
}

/** What of a draft's rows its view needs. */
export const draftShape = {
  conversation: { select: { contact: { select: { name: true } } } },
} as const satisfies Prisma.DraftInclude;

type DraftRow = Prisma.DraftGetPayload<{ include: typeof draftShape }>;

/** Views of drafts; one more query reads the messages that they answer. */
export async function toDraftViews(db: TenantDb, rows: DraftRow[]): Promise<DraftView[]> {
  const messageIds = rows.flatMap((row) => (row.replyToId ? [row.replyToId] : []));
  const messages =
    messageIds.length === 0
      ? []
      : await db.message.findMany({
          where: { id: { in: messageIds } },
          select: { id: true, text: true, sentAt: true },
        });
  const byId = new Map(messages.map(({ id, text, sentAt }) => [id, { text, sentAt }]));
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversationId,
    leadId: row.leadId,
    callId: row.callId,
    status: row.status,
    text: row.text,
    hint: row.hint,
    engine: row.engine,
    error: row.error,
    revision: row.revision,
    ownerId: row.ownerId,
    clientName: row.conversation.contact.name,
    clientMessage: byId.get(row.replyToId ?? '') ?? null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }));
}

/** The view of the one draft that the condition names, or `draft.notFound`. */
export async function readDraftView(db: TenantDb, where: Prisma.DraftWhereInput): Promise<DraftView> {
  const row = await db.draft.findFirst({ where, include: draftShape });
  const [view] = row ? await toDraftViews(db, [row]) : [];
  if (!view) throw notFound('draft');
  return view;
}

/** What the model may be told beside the messages: "shorter", "offer Tuesday". */
export const DraftHint = z.string().trim().min(1).max(1_000);
