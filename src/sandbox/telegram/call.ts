import { z } from 'zod';
import { ApiError, badRequest, forbidden } from './api-error.ts';
import { isAdmin, isPresent, privateChatKey } from './chats.ts';
import { checkLength, finishFormatted, parseFormatted } from './entities/format-text.ts';
import type { BotRecord, ChatRecord, Entity, FormattedText, MessageRecord, ReplyMarkup, Sender } from './records.ts';
import { parseReplyMarkup } from './reply-markup.ts';
import type { Station } from './station.ts';

export interface UploadedFile {
  bytes: Uint8Array;
  fileName: string;
  mimeType: string;
}

/** A result that carries a `description` in its envelope, as `setWebhook` has. */
export class DescribedResult {
  readonly result: unknown;
  readonly description: string;

  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}

const entitySchema = z.object({
  type: z.string(),
  offset: z.number().int(),
  length: z.number().int(),
  url: z.string().optional(),
  user: z.looseObject({ id: z.number() }).optional(),
  language: z.string().optional(),
  custom_emoji_id: z.string().optional(),
  unix_time: z.number().optional(),
  date_time_format: z.string().optional(),
});

const replyParametersSchema = z.looseObject({
  message_id: z.coerce.number().int(),
  allow_sending_without_reply: z.boolean().optional(),
});

/** One call of one bot: reads its arguments as Telegram does, from JSON values or from form text. */
export class MethodCall {
  readonly station: Station;
  readonly bot: BotRecord;
  readonly params: Record<string, unknown>;
  readonly uploads: ReadonlyMap<string, UploadedFile>;
  readonly signal: AbortSignal | undefined;

  constructor(
    station: Station,
    bot: BotRecord,
    params: Record<string, unknown>,
    uploads: ReadonlyMap<string, UploadedFile> = new Map(),
    signal?: AbortSignal,
  ) {
    this.station = station;
    this.bot = bot;
    this.params = params;
    this.uploads = uploads;
    this.signal = signal;
  }

  get self(): Sender {
    return { kind: 'bot', id: this.bot.id };
  }

  text(name: string): string {
    return this.optionalText(name) ?? '';
  }

  optionalText(name: string): string | undefined {
    const value = this.params[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return JSON.stringify(value);
  }

  integer(name: string, fallback = 0): number {
    const value = Number(this.optionalText(name) ?? fallback);
    return Number.isSafeInteger(Math.trunc(value)) ? Math.trunc(value) : fallback;
  }

  optionalInteger(name: string): number | undefined {
    return this.params[name] === undefined || this.params[name] === '' ? undefined : this.integer(name);
  }

  decimal(name: string): number {
    return Number(this.optionalText(name) ?? 0);
  }

  flag(name: string): boolean {
    const value = this.optionalText(name)?.trim().toLowerCase();
    return value === 'true' || value === 'yes' || value === '1';
  }

  /** A nested value: given as it is in JSON bodies, as JSON text in forms and queries. */
  nested(name: string): unknown {
    const value = this.params[name];
    if (typeof value !== 'string') return value ?? undefined;
    if (value.trim() === '') return undefined;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw badRequest(`Can't parse ${name.replaceAll('_', ' ')} JSON object`);
    }
  }

  parse<T>(name: string, schema: z.ZodType<T>): T | undefined {
    const value = this.nested(name);
    if (value === undefined) return undefined;
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw badRequest(`Can't parse ${name.replaceAll('_', ' ')}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  }

  chatOf(field = 'chat_id'): ChatRecord {
    const value = this.text(field).trim();
    if (value === '') throw badRequest('chat_id is empty');
    return this.chatNamed(value);
  }

  /** The chat of that id or `@username`, if this bot knows it. */
  chatNamed(value: string): ChatRecord {
    const { world } = this.station;
    if (value.startsWith('@')) {
      const name = value.slice(1).toLowerCase();
      const named = [...world.chats.values()].find((chat) => chat.username?.toLowerCase() === name);
      if (named === undefined) throw badRequest('chat not found');
      return named;
    }
    if (world.bots.get(value) !== undefined) throw forbidden("bots can't send messages to bots");
    const chat = world.chats.get(value.startsWith('-') ? value : privateChatKey(this.bot.id, Number(value)));
    if (
      chat === undefined ||
      (chat.type !== 'private' && chat.members[this.bot.id] === undefined && chat.username === undefined)
    ) {
      throw badRequest('chat not found');
    }
    return chat;
  }

  /** The chat, if the bot may write there now. */
  writableChat(): ChatRecord {
    const chat = this.chatOf();
    this.assertMayWrite(chat);
    return chat;
  }

  assertMayWrite(chat: ChatRecord): void {
    if (chat.type === 'private') {
      const user = this.station.world.users.get(String(chat.userId));
      if (user?.isDeactivated === true) throw forbidden('user is deactivated');
      if (chat.isBlocked === true) throw forbidden('bot was blocked by the user');
      if (chat.hasStarted !== true) throw forbidden("bot can't initiate conversation with a user");
      return;
    }
    if (chat.migratedTo !== undefined) {
      throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.migratedTo });
    }
    const member = chat.members[this.bot.id];
    const kind = chat.type === 'channel' ? 'channel chat' : chat.type === 'group' ? 'group chat' : 'supergroup chat';
    if (member?.status === 'kicked') throw forbidden(`bot was kicked from the ${kind}`);
    if (!isPresent(member)) throw forbidden(`bot is not a member of the ${kind}`);
    if (chat.type === 'channel' && !isAdmin(member)) throw badRequest('need administrator rights in the channel chat');
    if (member?.canSend === false) throw badRequest('not enough rights to send text messages to the chat');
  }

  /** Telegram's sending limits, when they are switched on. */
  assertWithinFloodLimits(chat: ChatRecord): void {
    const { floodLimits, world } = this.station;
    const waitSec = floodLimits.take(this.bot.id, chat.key, chat.type !== 'private', world.nowMs());
    if (waitSec > 0) throw new ApiError(429, `Too Many Requests: retry after ${waitSec}`, { retry_after: waitSec });
  }

  message(chat: ChatRecord, missing: string, field = 'message_id'): MessageRecord {
    const id = this.integer(field);
    if (id === 0) throw badRequest('message identifier is not specified');
    const message = this.station.world.findMessage(chat.key, id);
    if (message === undefined) throw badRequest(missing);
    return message;
  }

  /** Parses markup first (an error there comes before "chat not found"); finish it with `finishFormatted`. */
  parseText(field: 'text' | 'caption'): FormattedText {
    const entities = this.parse(field === 'text' ? 'entities' : 'caption_entities', z.array(entitySchema));
    const parsed = parseFormatted(this.text(field), this.optionalText('parse_mode'), entities?.map(toEntity));
    if (field === 'text' && parsed.text.trim() === '' && this.text('text') === '')
      throw badRequest('message text is empty');
    return parsed;
  }

  finishText(parsed: FormattedText): FormattedText {
    const finished = finishFormatted(parsed);
    if (finished.text === '') throw badRequest('message text is empty');
    checkLength(finished, 4096, 'message is too long');
    return finished;
  }

  finishCaption(parsed: FormattedText): FormattedText {
    const finished = finishFormatted(parsed);
    checkLength(finished, 1024, 'message caption is too long');
    return finished;
  }

  markup(chat: ChatRecord): ReplyMarkup | undefined {
    const value = this.nested('reply_markup');
    return value === undefined ? undefined : parseReplyMarkup(value, chat.type);
  }

  thread(chat: ChatRecord): number | undefined {
    const threadId = this.optionalInteger('message_thread_id');
    if (threadId === undefined || threadId === 0) return undefined;
    const topic = chat.topics.find((candidate) => candidate.threadId === threadId);
    if (topic === undefined) throw badRequest('message thread not found');
    if (topic.isClosed && !isAdmin(chat.members[this.bot.id])) throw badRequest('TOPIC_CLOSED');
    return threadId;
  }

  repliedId(chat: ChatRecord): number | undefined {
    const parameters = this.parse('reply_parameters', replyParametersSchema);
    const id = parameters?.message_id ?? this.optionalInteger('reply_to_message_id');
    if (id === undefined || id === 0) return undefined;
    if (this.station.world.findMessage(chat.key, id) !== undefined) return id;
    const isOptional = parameters?.allow_sending_without_reply ?? this.flag('allow_sending_without_reply');
    if (!isOptional) throw badRequest('message to be replied not found');
    return undefined;
  }
}

function toEntity(entity: z.infer<typeof entitySchema>): Entity {
  const { type, offset, length, ...rest } = entity;
  const kept = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { type, offset, length, ...kept };
}
