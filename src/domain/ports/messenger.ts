import type { ConnectionTest } from '#domain/ports/ports.ts';
import type { Context } from '#domain/context.ts';
import type { DigestNumbers } from '#domain/reports/digest-numbers.ts';

export const cardKinds = [
  'lead',
  'approval',
  'callRequest',
  'call',
  'callReport',
  'reportTest',
  'draft',
  'message',
  'media',
  'merge',
  'task',
  'day',
  'notice',
  'noticeFold',
  'alerts',
] as const;
/** What a card shows: see the folders of the bot for how. */
export type CardKind = (typeof cardKinds)[number];

/** A message of ours that shows a record, as it stands in the database. */
export interface CardToDraw {
  id: string;
  kind: CardKind;
  subjectId: string;
  userId: string | null;
  chatId: bigint;
  threadId: number | null;
  messageId: number | null;
  contentHash: string | null;
}

export interface DrawnCard {
  messageId: number;
  contentHash: string;
  /** A group became a supergroup: the card lives there from now on. */
  chatId?: bigint;
  /** Its topic is not there any more: it was sent without. */
  isTopicGone?: true;
}

/** A digest with its numbers, for the messenger to word and draw. */
export interface DigestToSend {
  chatId: bigint;
  threadId: number | null;
  language: 'ru' | 'en';
  timeZone: string;
  darkCharts: boolean;
  organizationName: string;
  period: 'day' | 'week';
  /** The local day, or the Monday of the week: 2026-11-20 */
  slot: string;
  numbers: DigestNumbers;
}

/** The organization's bot, as operations see it. Methods throw ProviderError (`blocked` when the person stopped the bot). */
export interface Messenger {
  /**
   * Sends the card, or edits it when it was sent before and its content changed; a card that Telegram no longer lets us
   * edit is sent anew. `live` replaces the record's text while it is still being written. With `anew` it is sent as a new
   * message in any case, because people are not told of edits; the old message is deleted, or loses its buttons.
   */
  drawCard(ctx: Context, card: CardToDraw, live?: { text: string }, options?: { anew?: boolean }): Promise<DrawnCard>;
  /** Takes a card away from whom it no longer concerns: deleted, or without its content when it is too old for that. */
  closeCard(ctx: Context, card: CardToDraw): Promise<void>;
  /** Sends a client's message once; the caller keeps it from being sent twice. */
  deliver(message: {
    chatId: bigint;
    text: string;
    /** A file that Telegram holds; the text is its caption. */
    media?: { kind: string; fileId: string };
  }): Promise<{ externalMessageId: string }>;
  /** Changes the text, or caption, of a message that was delivered; doing it twice is once. */
  editDelivered(message: { chatId: bigint; externalMessageId: string; text: string; hasMedia: boolean }): Promise<void>;
  /** Takes a delivered message back; one that is gone counts as taken back. */
  deleteDelivered(message: { chatId: bigint; externalMessageId: string }): Promise<void>;
  /** The bytes of a file that Telegram holds, at most 20 MB. */
  download(fileId: string): Promise<{ bytes: Uint8Array; fileName: string }>;
  /** Sends a digest as a picture with its numbers; silently, once. */
  sendDigest(digest: DigestToSend): Promise<DrawnCard>;
  /** Shows the commands of a member in their chat; null takes them away from whoever is none any more. */
  showCommands(
    chatId: bigint,
    member: { role: 'admin' | 'manager' | 'analyst'; permissions: string[]; language: 'ru' | 'en' } | null,
  ): Promise<void>;
  /** A `https://t.me/<bot>?start=<code>` link. */
  startLink(code: string): Promise<string>;
  test(): Promise<ConnectionTest>;
}
