import type { Prisma } from '#prisma/generated/client.ts';
import type { MessageDirection, MessageStatus } from '#prisma/generated/enums.ts';

/** One message of a conversation. */
export interface MessageView {
  id: string;
  conversationId: string;
  direction: MessageDirection;
  /** received; or queued, sent, failed, unknown (it may have arrived: a person decides). */
  status: MessageStatus;
  text: string;
  media: Prisma.JsonValue;
  author: { id: string; name: string } | null;
  draftId: string | null;
  error: string | null;
  /** Earlier texts of an edited message, oldest first. */
  versions: Prisma.JsonValue;
  sentAt: Date;
  editedAt: Date | null;
  /** What of its media is stored with us. */
  fileId: string | null;
  /** We took it back; the text stays here. */
  deletedAt: Date | null;
  createdAt: Date;
}

/** What of a message's rows its view needs. */
export const messageShape = {
  id: true,
  conversationId: true,
  direction: true,
  status: true,
  text: true,
  media: true,
  author: { select: { id: true, name: true } },
  draftId: true,
  error: true,
  versions: true,
  sentAt: true,
  editedAt: true,
  fileId: true,
  deletedAt: true,
  createdAt: true,
} as const satisfies Prisma.MessageSelect;
