import { z } from 'zod';
import { badRequest } from './api-error.ts';
import { normalizeUrl } from './entities/parse-html.ts';
import type { ChatType, InlineButton, ReplyButton, ReplyMarkup } from './records.ts';

const inlineButtonSchema = z.object({
  text: z.string(),
  url: z.string().optional(),
  callback_data: z.string().optional(),
  web_app: z.object({ url: z.string() }).optional(),
  login_url: z.looseObject({ url: z.string() }).optional(),
  switch_inline_query: z.string().optional(),
  switch_inline_query_current_chat: z.string().optional(),
  switch_inline_query_chosen_chat: z.looseObject({ query: z.string().optional() }).optional(),
  copy_text: z.object({ text: z.string() }).optional(),
  disabled: z.record(z.string(), z.unknown()).optional(),
  style: z.string().optional(),
  icon_custom_emoji_id: z.string().optional(),
});

const replyButtonSchema = z.union([
  z.string().transform((text) => ({ text })),
  z.object({
    text: z.string(),
    style: z.string().optional(),
    request_contact: z.boolean().optional(),
    request_location: z.boolean().optional(),
    request_users: z
      .looseObject({ request_id: z.number().int(), max_quantity: z.number().int().optional() })
      .optional(),
    request_chat: z.looseObject({ request_id: z.number().int(), chat_is_channel: z.boolean() }).optional(),
    request_poll: z.record(z.string(), z.unknown()).optional(),
    web_app: z.object({ url: z.string() }).optional(),
  }),
]);

const inlineActions = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'disabled',
] as const;

const keyboardOptionsSchema = z.object({
  is_persistent: z.boolean().optional(),
  resize_keyboard: z.boolean().optional(),
  one_time_keyboard: z.boolean().optional(),
  input_field_placeholder: z.string().optional(),
  selective: z.boolean().optional(),
});

const looseObjectSchema = z.record(z.string(), z.unknown());

/** A checked `reply_markup`, or undefined when it asks for nothing. Refuses in Telegram's words. */
export function parseReplyMarkup(value: unknown, chatType: ChatType): ReplyMarkup | undefined {
  const parsed = looseObjectSchema.safeParse(value);
  if (!parsed.success) throw badRequest('Object expected as reply markup');
  const markup = parsed.data;
  if ('inline_keyboard' in markup) {
    const rows = arrayOfArrays(markup['inline_keyboard'], 'inline_keyboard', 'InlineKeyboardMarkup');
    return { inline_keyboard: checkInlineRows(rows, chatType) };
  }
  if ('keyboard' in markup) {
    const rows = arrayOfArrays(markup['keyboard'], 'keyboard', 'ReplyKeyboardMarkup');
    const keyboard = rows
      .map((row) => row.map((button) => parseReplyButton(button, chatType)))
      .filter((row) => row.length > 0);
    const options = keyboardOptionsSchema.safeParse(markup);
    if (!options.success) throw badRequest("Can't parse reply keyboard markup JSON object");
    if (keyboard.flat().length > 300) throw badRequest('reply markup is too long');
    return { ...options.data, keyboard };
  }
  if (markup['remove_keyboard'] === true) return { remove_keyboard: true, selective: markup['selective'] === true };
  if (markup['force_reply'] === true) {
    const options = keyboardOptionsSchema.safeParse(markup);
    return { force_reply: true, input_field_placeholder: options.data?.input_field_placeholder };
  }
  return undefined;
}

function arrayOfArrays(value: unknown, field: string, type: string): unknown[][] {
  if (!Array.isArray(value)) throw badRequest(`Field "${field}" of the ${type} must be an Array of Arrays`);
  return value.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest(`Field "${field}" of the ${type} must be an Array of Arrays`);
    return row as unknown[];
  });
}

function checkInlineRows(rows: unknown[][], chatType: ChatType): InlineButton[][] {
  const buttons = rows
    .map((row) => row.map((button) => parseInlineButton(button, chatType)))
    .filter((row) => row.length > 0);
  const isTooLong = buttons.flat().length > 100 || Buffer.byteLength(JSON.stringify(buttons)) > 10_240;
  if (isTooLong || buttons.some((row) => row.length > 8)) throw badRequest('reply markup is too long');
  return buttons;
}

function parseInlineButton(value: unknown, chatType: ChatType): InlineButton {
  const refuse = (reason: string): never => {
    throw badRequest(`Can't parse inline keyboard button: ${reason}`);
  };
  const record = looseObjectSchema.safeParse(value);
  if (!record.success) return refuse('InlineKeyboardButton must be an Object');
  if (record.data['text'] === undefined) return refuse('Can\'t find field "text"');
  if (typeof record.data['text'] !== 'string') return refuse('Field "text" must be of type String');
  const parsed = inlineButtonSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuse(`Field "${String(issue?.path[0] ?? '')}" has a wrong type`);
  }
  const button = parsed.data;
  if (button.text.trim() === '') throw badRequest('Keyboard button text must be non-empty');
  const actions = inlineActions.filter((action) => button[action] !== undefined);
  const isEmptyData = button.callback_data === '' && actions.length === 1;
  if (actions.length === 0 || isEmptyData) return refuse('Text buttons are unallowed in the inline keyboard');
  if (actions.length > 1) throw badRequest('BUTTON_TYPE_INVALID');
  if (button.callback_data !== undefined && Buffer.byteLength(button.callback_data) > 64)
    throw badRequest('BUTTON_DATA_INVALID');
  if (button.style !== undefined && !['danger', 'success', 'primary', 'link'].includes(button.style))
    throw badRequest('BUTTON_STYLE_INVALID');
  if (button.copy_text !== undefined && (button.copy_text.text === '' || button.copy_text.text.length > 256)) {
    throw badRequest('BUTTON_COPY_TEXT_INVALID');
  }
  if (button.web_app !== undefined && chatType !== 'private') throw badRequest('BUTTON_TYPE_INVALID');
  const url = button.url ?? button.login_url?.url;
  if (url !== undefined && !isButtonUrl(url)) {
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  }
  if (button.web_app !== undefined && !isWebAppUrl(button.web_app.url)) {
    throw badRequest(
      `inline keyboard button Web App URL '${button.web_app.url}' is invalid: Only HTTPS links are allowed`,
    );
  }
  return button;
}

function parseReplyButton(value: unknown, chatType: ChatType): ReplyButton {
  const parsed = replyButtonSchema.safeParse(value);
  if (!parsed.success) throw badRequest('Can\'t parse keyboard button: Field "text" must be of type String');
  const button: ReplyButton = parsed.data;
  if (button.text.trim() === '') throw badRequest('Keyboard button text must be non-empty');
  const needsPrivate =
    button.request_contact ?? button.request_location ?? button.request_users ?? button.request_chat ?? button.web_app;
  if (needsPrivate !== undefined && needsPrivate !== false && chatType !== 'private') {
    const asked =
      button.request_contact === true ? 'phone number' : button.request_location === true ? 'location' : undefined;
    throw badRequest(asked === undefined ? 'BUTTON_TYPE_INVALID' : `${asked} can be requested in private chats only`);
  }
  return button;
}

// The real server refuses localhost; here a link to the product on this machine must be possible.
function isButtonUrl(url: string): boolean {
  return isLocal(url) || normalizeUrl(url) !== null;
}

function isWebAppUrl(url: string): boolean {
  return isLocal(url) || (normalizeUrl(url)?.startsWith('https://') ?? false);
}

function isLocal(url: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?([/?#]|$)/.test(url);
}
