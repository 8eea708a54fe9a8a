import { z } from 'zod';
import type { Transaction } from '#domain/transaction.ts';

/** What a message carries beside its text, in the channel's own words. */
export const MessageMedia = z.strictObject({
  /** photo, document, voice, video, audio, sticker, animation, location, contact … */
  kind: z.string().max(40),
  /** The channel's own id of the file; empty for what is no file. */
  fileId: z.string().max(300),
  fileName: z.string().max(300).nullish(),
  mimeType: z.string().max(100).nullish(),
  sizeBytes: z.number().int().nonnegative().nullish(),
  durationSec: z.number().nonnegative().nullish(),
  /** What was sent together has one. */
  groupId: z.string().max(100).nullish(),
});
export type MessageMedia = z.output<typeof MessageMedia>;

/** What may be sent to clients. */
export const sendableKinds = ['photo', 'document', 'voice', 'video', 'audio', 'animation', 'video_note'] as const;
export type SendableKind = (typeof sendableKinds)[number];

/** Telegram lets a bot fetch files up to this size. */
export const maxFetchedBytes = 20_000_000;

/** An album has at most this many parts. */
const mostOfAlbum = 10;

/** The media as it was stored, or null. */
export function readMedia(stored: unknown): MessageMedia | null {
  return MessageMedia.safeParse(stored).data ?? null;
}

/** Whether the file is larger than a bot may fetch, so that it stays with the channel. */
export function isTooLarge(media: MessageMedia): boolean {
  return (media.sizeBytes ?? 0) > maxFetchedBytes;
}

/** The first part of an album that came before this one; null when this is the first. */
export async function firstOfAlbum(
  tx: Transaction,
  conversationId: string,
  groupId: string,
  messageId: string,
): Promise<string | null> {
  const first = await tx.db.message.findFirst({
    where: { conversationId, direction: 'incoming', media: { path: ['groupId'], equals: groupId } },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  return first === null || first.id === messageId ? null : first.id;
}

/** The parts of the album that a message begins, itself among them, in the order in which they were sent. */
export async function partsOfAlbum(
  db: Transaction['db'],
  message: { id: string; conversationId: string; externalMessageId: string | null; media: unknown },
): Promise<{ id: string; externalMessageId: string | null }[]> {
  const groupId = readMedia(message.media)?.groupId;
  if (!groupId) return [message];
  const { conversationId } = message;
  return db.message.findMany({
    where: { conversationId, direction: 'incoming', media: { path: ['groupId'], equals: groupId } },
    orderBy: { id: 'asc' },
    take: mostOfAlbum,
    select: { id: true, externalMessageId: true },
  });
}
