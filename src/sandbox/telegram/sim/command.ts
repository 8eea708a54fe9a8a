import type { z } from 'zod';
import { readersOf } from '../chats.ts';
import type { BotRecord, ChatRecord, MessageRecord, UserRecord } from '../records.ts';
import type { Station } from '../station.ts';

/** Something a person (or the test) does in the stand-in: a parsed input and what happens. */
export interface SimCommand<Input, Output> {
  input: z.ZodType<Input>;
  run(station: Station, input: Input): Output;
}

export function command<Schema extends z.ZodType, Output>(
  input: Schema,
  run: (station: Station, input: z.output<Schema>) => Output,
): { input: Schema; run: (station: Station, input: z.output<Schema>) => Output } {
  return { input, run };
}

/** A request to the simulator that makes no sense: no such person, chat, message or button. */
export class SimError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SimError';
  }
}

export function userOf(station: Station, userId: number): UserRecord {
  const user = station.world.users.get(String(userId));
  if (user === undefined) throw new SimError(`no person has the id ${userId}`);
  return user;
}

export function botNamed(station: Station, username: string): BotRecord {
  const wanted = username.replace(/^@/, '').toLowerCase();
  for (const bot of station.world.bots.values())
    if (bot.username.toLowerCase() === wanted || String(bot.id) === wanted) return bot;
  throw new SimError(`no bot is called @${wanted}`);
}

export function chatAt(station: Station, chatKey: string): ChatRecord {
  const chat = station.world.chats.get(chatKey);
  if (chat === undefined) throw new SimError(`no chat has the key ${chatKey}`);
  return chat;
}

export function messageAt(station: Station, chatKey: string, messageId: number): MessageRecord {
  const message = station.world.findMessage(chatKey, messageId);
  if (message === undefined) throw new SimError(`no message ${messageId} in the chat ${chatKey}`);
  return message;
}

export function assertReader(station: Station, chat: ChatRecord, userId: number): void {
  if (!readersOf(station.world, chat).includes(userId)) throw new SimError('this person does not see the chat');
}
