import type { SeenMessage, SimChat, SimUser, TelegramSim } from '#sandbox/telegram/index.ts';
import { textsFor } from '#bot/texts/texts.ts';
import type { Language, Texts } from '#bot/texts/texts.ts';

/** Somebody with Telegram open on the bot's chat. */
export interface Person {
  user: SimUser;
  chat: SimChat;
  name: string;
  language: Language;
  texts: Texts;
  sim: TelegramSim;
  /** What stands in the chat now, oldest first. */
  chatHistory(): Promise<SeenMessage[]>;
  write(text: string): Promise<SeenMessage>;
  /** Presses a button by its label as a person would: a press that fails or brings nothing is their own business. */
  press(message: SeenMessage, label: string): Promise<void>;
}

/** A person who has opened the chat with the bot, and with `startParam` followed an invite link. */
export async function createPerson(
  sim: TelegramSim,
  options: {
    firstName: string;
    lastName?: string;
    language: Language;
    bot: string;
    username?: string;
    startParam?: string;
  },
): Promise<Person> {
  const { firstName, lastName, language, bot, username, startParam } = options;
  const user = await sim.createUser({
    firstName,
    languageCode: language,
    ...(lastName === undefined ? {} : { lastName }),
    ...(username === undefined ? {} : { username }),
  });
  const chat = await sim.openPrivateChat(user, bot, startParam === undefined ? {} : { startParam });
  return {
    user,
    chat,
    name: [firstName, lastName].filter(Boolean).join(' '),
    language,
    texts: textsFor(language),
    sim,
    chatHistory: () => sim.history(chat),
    write: (text) => sim.sendText(user, chat, text),
    async press(message, label) {
      await sim.tap(user, message.chatKey, message.messageId, label, { waitMs: 1_500 }).catch(() => undefined);
    },
  };
}

/** For `actUntilSeen`: only wait. */
export const onlyWait = async (): Promise<boolean> => false;

/** The labels of a message's buttons. */
export function labelsOf(message: SeenMessage): string[] {
  return message.buttons.flat().map((button) => button.text);
}

/** Whether the message carries a button of this label. */
export function hasButton(message: SeenMessage, label: string): boolean {
  return labelsOf(message).includes(label);
}

/** The newest message that fits. */
export function newest(messages: SeenMessage[], fits: (message: SeenMessage) => boolean): SeenMessage | undefined {
  return messages.findLast(fits);
}

/**
 * Does `act` until `seen` has something. What could be done is done again, as a person does who sees nothing happen, every
 * `patienceMs`; `act` answers false when there was nothing to do yet. Rejects after `timeoutMs` with what was waited for.
 */
export async function actUntilSeen<T>(
  sim: TelegramSim,
  what: string,
  act: () => Promise<boolean>,
  seen: () => Promise<T | null | undefined | false>,
  options: { timeoutMs?: number; patienceMs?: number } = {},
): Promise<T> {
  const { timeoutMs = 60_000, patienceMs = 2_500 } = options;
  const endAtMs = performance.now() + timeoutMs;
  for (;;) {
    const there = await seen();
    if (there !== null && there !== undefined && there !== false) return there;
    const leftMs = endAtMs - performance.now();
    if (leftMs <= 0) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
    const waitMs = (await act()) ? patienceMs : 250;
    const found = await sim.waitFor(seen, Math.min(waitMs, leftMs), what).catch((error: unknown) => {
      if (error instanceof Error && error.message.startsWith('waited ')) return null;
      throw error;
    });
    if (found !== null) return found;
  }
}
