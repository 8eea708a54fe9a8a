import { InlineKeyboard } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { z } from 'zod';
import { equalInConstantTime, hmacSha256, sha256 } from '#platform/hashing.ts';
import type { BotContext } from '#bot/context.ts';
import { packValues, unpackValues } from '#bot/button-data.ts';

/** Telegram's limit of a button's data in bytes. */
export const maxDataBytes = 64;
const codeLength = 4;
const tagLength = 8;

type Handler<Input> = (ctx: BotContext, input: Input) => Promise<unknown>;

/** One kind of inline button; its id is `<area>.<action>` and names the folder and text it belongs to. */
export interface Button<Input> extends PressableButton {
  /** The names of what it carries, in the order of its data. */
  readonly fields: readonly string[];
  /** The values as they stand in the button's data. */
  pack(input: Input): string;
  /** The values of a press, or null when they do not match the schema. */
  read(packed: string): Input | null;
}

/** A button as the router sees it. */
export interface PressableButton {
  readonly id: string;
  readonly code: string;
  /** Runs the handler; false when the values do not match; `dialogue` when a running dialogue waits for this press. */
  press(ctx: BotContext, packed: string): Promise<boolean | 'dialogue'>;
}

/**
 * Defines an inline button. `schema` lists what it carries in order: UUIDs, whole numbers, booleans and short texts.
 * Without a handler the press belongs to a running dialogue.
 */
export function defineButton<Schema extends z.ZodObject>(
  id: string,
  schema: Schema,
  handler: Handler<z.output<Schema>> | null,
): Button<z.output<Schema>> {
  const keys = Object.keys(schema.shape);
  const read = (packed: string) => {
    const values = unpackValues(packed);
    if (!values || values.length !== keys.length) return null;
    const parsed = schema.safeParse(Object.fromEntries(keys.map((key, index) => [key, values[index]])));
    return parsed.success ? parsed.data : null;
  };
  return {
    id,
    fields: keys,
    code: Buffer.from(sha256(id), 'hex').toString('base64url').slice(0, codeLength),
    pack(input) {
      const given = new Map<string, unknown>(Object.entries(input));
      return packValues(keys.map((key) => given.get(key)));
    },
    read,
    async press(ctx, packed) {
      const input = read(packed);
      if (input === null) return false;
      if (!handler) return 'dialogue';
      await handler(ctx, input);
      return true;
    },
  };
}

/** Finds buttons by their code; refuses two of one id or code when the bot starts. */
export function createButtonCatalog(buttons: readonly PressableButton[]): ReadonlyMap<string, PressableButton> {
  const byCode = new Map<string, PressableButton>();
  for (const button of buttons) {
    const other = byCode.get(button.code);
    if (other) throw new Error(`The buttons ${other.id} and ${button.id} cannot be told apart.`);
    byCode.set(button.code, button);
  }
  return byCode;
}

/** Binds button data to one bot and one chat, so that a press copied from elsewhere or made up is known as such. */
export interface ButtonSigner {
  sign(chatId: number | bigint, code: string, packed: string): string;
  /** The code and values of a genuine press in this chat, or null. */
  verify(chatId: number | bigint, data: string): { code: string; packed: string } | null;
}

/** A signer for one bot; `key` is derived from the installation's secret. */
export function createButtonSigner(key: Uint8Array, botId: number): ButtonSigner {
  const tagOf = (chatId: number | bigint, text: string) =>
    hmacSha256(key, `${botId}:${chatId}:${text}`).subarray(0, 6).toString('base64url');
  return {
    sign: (chatId, code, packed) => `${code}${tagOf(chatId, code + packed)}${packed}`,
    verify(chatId, data) {
      const code = data.slice(0, codeLength);
      const tag = data.slice(codeLength, codeLength + tagLength);
      const packed = data.slice(codeLength + tagLength);
      if (code.length < codeLength || tag.length < tagLength) return null;
      return equalInConstantTime(tag, tagOf(chatId, code + packed)) ? { code, packed } : null;
    },
  };
}

/** The code and values inside button data whose genuineness was checked before, for dialogues. */
export function splitButtonData(data: string): { code: string; packed: string } {
  return { code: data.slice(0, codeLength), packed: data.slice(codeLength + tagLength) };
}

/** Builds an inline keyboard for one chat. */
export interface Keyboard {
  button<Input>(label: string, button: Button<Input>, input: Input): Keyboard;
  url(label: string, url: string): Keyboard;
  /** A button that puts a text on the clipboard. */
  copy(label: string, text: string): Keyboard;
  row(): Keyboard;
  markup(): InlineKeyboardMarkup;
}

export type KeyboardMaker = () => Keyboard;

/** Makes keyboards whose buttons are bound to this chat. */
export function keyboardsFor(signer: ButtonSigner, chatId: number | bigint): KeyboardMaker {
  return () => {
    const inline = new InlineKeyboard();
    const keyboard: Keyboard = {
      button(label, button, input) {
        const data = signer.sign(chatId, button.code, button.pack(input));
        if (Buffer.byteLength(data) > maxDataBytes)
          throw new Error(`The data of the button ${button.id} takes more than ${maxDataBytes} bytes.`);
        inline.text(label, data);
        return keyboard;
      },
      url(label, url) {
        inline.url(label, url);
        return keyboard;
      },
      copy(label, text) {
        inline.copyText(label, text);
        return keyboard;
      },
      row() {
        inline.row();
        return keyboard;
      },
      markup: () => ({ inline_keyboard: inline.inline_keyboard.filter((row) => row.length > 0) }),
    };
    return keyboard;
  };
}
