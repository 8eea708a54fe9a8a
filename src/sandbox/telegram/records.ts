/** What the stand-in remembers. Field names inside `MessageContent` are Bot API names, because that part is sent out as it is. */

export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  user?: { id: number };
  language?: string;
  custom_emoji_id?: string;
  unix_time?: number;
  date_time_format?: string;
}

export interface FormattedText {
  text: string;
  entities: Entity[];
}

export interface InlineButton {
  text: string;
  url?: string | undefined;
  callback_data?: string | undefined;
  web_app?: { url: string } | undefined;
  login_url?: { url: string } | undefined;
  switch_inline_query?: string | undefined;
  switch_inline_query_current_chat?: string | undefined;
  switch_inline_query_chosen_chat?: { query?: string | undefined } | undefined;
  copy_text?: { text: string } | undefined;
  disabled?: Record<string, unknown> | undefined;
  style?: string | undefined;
  icon_custom_emoji_id?: string | undefined;
}

export interface InlineKeyboard {
  inline_keyboard: InlineButton[][];
}

export interface ReplyButton {
  text: string;
  style?: string | undefined;
  request_contact?: boolean | undefined;
  request_location?: boolean | undefined;
  request_users?: { request_id: number; max_quantity?: number | undefined } | undefined;
  request_chat?: { request_id: number; chat_is_channel: boolean } | undefined;
  request_poll?: Record<string, unknown> | undefined;
  web_app?: { url: string } | undefined;
}

export interface ReplyKeyboard {
  keyboard: ReplyButton[][];
  is_persistent?: boolean | undefined;
  resize_keyboard?: boolean | undefined;
  one_time_keyboard?: boolean | undefined;
  input_field_placeholder?: string | undefined;
  selective?: boolean | undefined;
}

export interface ForceReply {
  force_reply: true;
  input_field_placeholder?: string | undefined;
  selective?: boolean | undefined;
}

export type ReplyMarkup =
  | InlineKeyboard
  | ReplyKeyboard
  | ForceReply
  | { remove_keyboard: true; selective?: boolean | undefined };

export const mediaKinds = [
  'photo',
  'audio',
  'voice',
  'document',
  'video',
  'animation',
  'video_note',
  'sticker',
] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** A file inside a message; `contentId` names the stored bytes, the per-bot `file_id` is made from it when a bot looks. */
export interface MediaRecord {
  kind: MediaKind;
  contentId: string;
  width?: number | undefined;
  height?: number | undefined;
  durationSec?: number | undefined;
  performer?: string | undefined;
  title?: string | undefined;
  hasSpoiler?: boolean | undefined;
}

export interface ContactContent {
  phone_number: string;
  first_name: string;
  last_name?: string | undefined;
  user_id?: number | undefined;
  vcard?: string | undefined;
}

export interface MessageContent {
  text?: string | undefined;
  entities?: Entity[] | undefined;
  caption?: string | undefined;
  caption_entities?: Entity[] | undefined;
  media?: MediaRecord | undefined;
  contact?: ContactContent | undefined;
  location?: { latitude: number; longitude: number } | undefined;
  venue?: { location: { latitude: number; longitude: number }; title: string; address: string } | undefined;
  dice?: { emoji: string; value: number } | undefined;
  link_preview_options?: Record<string, unknown> | undefined;
  /** A service message: the Bot API field and its value, e.g. `new_chat_members` with user ids resolved when read. */
  service?: ServiceContent | undefined;
}

export type ServiceContent =
  | { kind: 'new_chat_members'; userIds: number[] }
  | { kind: 'left_chat_member'; userId: number }
  | { kind: 'pinned_message'; messageId: number }
  | { kind: 'plain'; fields: Record<string, unknown> };

export interface BotRecord {
  id: number;
  token: string;
  username: string;
  firstName: string;
  canReadAllGroupMessages: boolean;
  /** null = never chosen, so the default set applies. */
  allowedUpdates: string[] | null;
  webhook: WebhookRecord | null;
}

export interface WebhookRecord {
  url: string;
  secretToken?: string | undefined;
  maxConnections: number;
  ipAddress?: string | undefined;
  lastErrorAtSec?: number | undefined;
  lastErrorMessage?: string | undefined;
}

/** Texts, command lists and menu buttons that a bot set about itself; key = `<botId>/<what>/<scope>/<language>`. */
export interface ProfileRecord {
  key: string;
  value: unknown;
}

export interface UserRecord {
  id: number;
  firstName: string;
  lastName?: string | undefined;
  username?: string | undefined;
  languageCode?: string | undefined;
  phoneNumber?: string | undefined;
  isDeactivated?: boolean | undefined;
  /** Shown on the chat page under the name, e.g. "manager". */
  role?: string | undefined;
}

export const chatTypes = ['private', 'group', 'supergroup', 'channel'] as const;
export type ChatType = (typeof chatTypes)[number];
export type MemberStatus = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked';

export interface MemberRecord {
  status: MemberStatus;
  canSend?: boolean | undefined;
}

export interface TopicRecord {
  threadId: number;
  name: string;
  iconColor: number;
  isClosed: boolean;
}

export interface ChatRecord {
  /** `p:<botId>:<userId>` for a private chat (its wire id is the user's), else the wire id as text. */
  key: string;
  id: number;
  type: ChatType;
  botId?: number | undefined;
  userId?: number | undefined;
  title?: string | undefined;
  username?: string | undefined;
  description?: string | undefined;
  isForum?: boolean | undefined;
  members: Record<string, MemberRecord>;
  hasStarted?: boolean | undefined;
  isBlocked?: boolean | undefined;
  pinned: number[];
  topics: TopicRecord[];
  migratedTo?: number | undefined;
  keyboard?: { messageId: number; markup: ReplyKeyboard; userIds: number[] } | undefined;
}

export interface Sender {
  kind: 'user' | 'bot' | 'chat';
  id: number;
}

export type ForwardOrigin =
  | { type: 'user'; date: number; senderId: number }
  | { type: 'channel'; date: number; chatKey: string; messageId: number }
  | { type: 'chat'; date: number; chatKey: string };

export interface MessageRecord {
  key: string;
  chatKey: string;
  id: number;
  from: Sender;
  dateSec: number;
  editDateSec?: number | undefined;
  editCount: number;
  content: MessageContent;
  replyToId?: number | undefined;
  threadId?: number | undefined;
  forwardOrigin?: ForwardOrigin | undefined;
  markup?: ReplyMarkup | undefined;
  mediaGroupId?: string | undefined;
  viaBotId?: number | undefined;
  isSilent?: boolean | undefined;
  isProtected?: boolean | undefined;
  /** actor id → emoji */
  reactions?: Record<string, string[]> | undefined;
}

export interface UpdateRecord {
  key: string;
  botId: number;
  updateId: number;
  kind: string;
  queue: string;
  payload: unknown;
  expiresAtMs: number;
}

export interface CallbackRecord {
  id: string;
  botId: number;
  userId: number;
  chatKey: string;
  messageId: number;
  data: string;
  createdAtMs: number;
  answer?: CallbackAnswer | undefined;
}

export interface CallbackAnswer {
  text?: string | undefined;
  showAlert: boolean;
  url?: string | undefined;
}

export interface FileRecord {
  contentId: string;
  kind: MediaKind;
  path: string;
  sizeBytes: number;
  mimeType: string;
  fileName: string;
}

export interface ReadRecord {
  key: string;
  messageId: number;
}
