import type { ChannelKind, MessageDirection, MessageStatus } from '#prisma/generated/enums.ts';

/** A thread with one person. */
export interface ConversationView {
  id: string;
  channel: ChannelKind;
  contact: { id: string; name: string; telegramUsername: string | null; unreachable: boolean };
  lead: { id: string; name: string } | null;
  owner: { id: string; name: string } | null;
  unreadCount: number;
  /** The first message that nobody answered, and by when it should be, in business hours. */
  waitingSince: Date | null;
  replyDueAt: Date | null;
  lastMessage: { id: string; direction: MessageDirection; status: MessageStatus; text: string; sentAt: Date } | null;
  lastMessageAt: Date;
  createdAt: Date;
}

export type ConversationRow = Omit<ConversationView, 'lastMessage'> & {
  lastMessage: (Omit<NonNullable<ConversationView['lastMessage']>, 'sentAt'> & { sentAt: string }) | null;
};

/** The columns of a ConversationView, for conversations named `v` joined by `conversationJoins`. */
export const conversationColumns = `
  v.id, v.channel, v.unread_count AS "unreadCount", v.waiting_since AS "waitingSince", v.reply_due_at AS "replyDueAt", v.last_message_at AS "lastMessageAt", v.created_at AS "createdAt",
  json_build_object('id', c.id, 'name', c.name, 'telegramUsername', c.telegram_username,
                    'unreachable', c.unreachable_at IS NOT NULL) AS contact,
  CASE WHEN l.id IS NOT NULL THEN json_build_object('id', l.id, 'name', l.name) END AS lead,
  CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name) END AS owner,
  (SELECT json_build_object('id', m.id, 'direction', m.direction, 'status', m.status, 'text', m.text,
                            'sentAt', to_char(m.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
   FROM messages m WHERE m.organization_id = $1 AND m.conversation_id = v.id
   ORDER BY m.sent_at DESC, m.id DESC LIMIT 1) AS "lastMessage"`;

export const conversationJoins = `
  JOIN contacts c ON c.id = v.contact_id AND c.organization_id IS NOT DISTINCT FROM $1
  LEFT JOIN leads l ON l.id = v.lead_id AND l.organization_id IS NOT DISTINCT FROM $1 AND l.deleted_at IS NULL
  LEFT JOIN users u ON u.id = v.owner_id AND u.organization_id IS NOT DISTINCT FROM $1`;

export function toConversationView(row: ConversationRow): ConversationView {
  const { lastMessage } = row;
  return { ...row, lastMessage: lastMessage && { ...lastMessage, sentAt: new Date(lastMessage.sentAt) } };
}
