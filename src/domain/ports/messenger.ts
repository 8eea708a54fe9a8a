import type { ConnectionTest } from '#domain/ports/ports.ts';
import type { Context } from '#domain/context.ts';

export const cardKinds = [
  'lead',
  'approval',
  'callRequest',
  'call',
  'callReport',
  'draft',
  'message',
  'merge',
  'task',
  'day',
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
  deliver(message: { chatId: bigint; text: string }): Promise<{ externalMessageId: string }>;
  /** A `https://t.me/<bot>?start=<code>` link. */
  startLink(code: string): Promise<string>;
  test(): Promise<ConnectionTest>;
}
