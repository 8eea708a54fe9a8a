import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { EventBus } from './events.ts';
import type { SimEvent } from './events.ts';
import { Journal } from './journal.ts';
import type {
  BotRecord,
  CallbackRecord,
  ChatRecord,
  FileRecord,
  MessageRecord,
  ProfileRecord,
  ReadRecord,
  UpdateRecord,
  UserRecord,
} from './records.ts';

export interface WorldOptions {
  dataFile?: string | undefined;
  log?: ((line: string) => void) | undefined;
}

/** Everything that exists in the stand-in. One act = one `act()`: its changes are durable before anybody is told. */
export class World {
  readonly events = new EventBus();
  readonly log: (line: string) => void;
  readonly bots;
  readonly profiles;
  readonly users;
  readonly chats;
  readonly messages;
  readonly updates;
  readonly callbacks;
  readonly files;
  readonly reads;
  readonly #counters;
  readonly #journal: Journal;
  readonly #filesFolder: string | undefined;
  readonly #fileBytes = new Map<string, Uint8Array>();
  readonly #messagesByChat = new Map<string, Map<number, MessageRecord>>();
  readonly #afterAct: (() => void)[] = [];
  #queuedEvents: Omit<SimEvent, 'seq'>[] = [];
  #depth = 0;
  #clockOffsetMs = 0;

  constructor(options: WorldOptions) {
    this.log = options.log ?? (() => undefined);
    this.#journal = new Journal(options.dataFile);
    this.#filesFolder = options.dataFile === undefined ? undefined : `${options.dataFile}.files`;
    if (this.#filesFolder !== undefined) mkdirSync(this.#filesFolder, { recursive: true });
    this.bots = this.#journal.collection<BotRecord>('bots');
    this.profiles = this.#journal.collection<ProfileRecord>('profiles');
    this.users = this.#journal.collection<UserRecord>('users');
    this.chats = this.#journal.collection<ChatRecord>('chats');
    this.messages = this.#journal.collection<MessageRecord>('messages');
    this.updates = this.#journal.collection<UpdateRecord>('updates');
    this.callbacks = this.#journal.collection<CallbackRecord>('callbacks');
    this.files = this.#journal.collection<FileRecord>('files');
    this.reads = this.#journal.collection<ReadRecord>('reads');
    this.#counters = this.#journal.collection<number>('counters');
    for (const message of this.messages.values()) this.#indexOf(message.chatKey).set(message.id, message);
  }

  /** The stand-in's clock; tests move it with `advanceClock`. */
  nowMs(): number {
    return Date.now() + this.#clockOffsetMs;
  }

  nowSec(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  advanceClock(byMs: number): void {
    this.#clockOffsetMs += byMs;
  }

  /** Runs one synchronous act, makes its changes durable, then announces its events and wakes deliveries. */
  act<T>(run: () => T): T {
    this.#depth += 1;
    try {
      return run();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#finishAct();
    }
  }

  announce(event: Omit<SimEvent, 'seq'>): void {
    this.#queuedEvents.push(event);
    if (this.#depth === 0) this.#finishAct();
  }

  /** Called after every act, when its changes are on disk. */
  onActDone(listener: () => void): void {
    this.#afterAct.push(listener);
  }

  /** The next number of that sequence, starting after `floor`. */
  next(sequence: string, floor = 0): number {
    const value = (this.#counters.get(sequence) ?? floor) + 1;
    this.#counters.put(sequence, value);
    return value;
  }

  counter(sequence: string): number {
    return this.#counters.get(sequence) ?? 0;
  }

  newId(): string {
    return `${this.nowMs()}${randomInt(100_000, 1_000_000)}`;
  }

  putMessage(message: MessageRecord): void {
    this.messages.put(message.key, message);
    this.#indexOf(message.chatKey).set(message.id, message);
  }

  deleteMessage(message: MessageRecord): void {
    this.messages.delete(message.key);
    this.#indexOf(message.chatKey).delete(message.id);
  }

  findMessage(chatKey: string, messageId: number): MessageRecord | undefined {
    return this.#messagesByChat.get(chatKey)?.get(messageId);
  }

  /** Messages of a chat, oldest first. */
  messagesOf(chatKey: string): MessageRecord[] {
    return [...(this.#messagesByChat.get(chatKey)?.values() ?? [])];
  }

  writeFile(contentId: string, bytes: Uint8Array): void {
    if (this.#filesFolder === undefined) this.#fileBytes.set(contentId, bytes);
    else writeFileSync(`${this.#filesFolder}/${contentId}`, bytes);
  }

  readFile(contentId: string): Uint8Array {
    if (this.#filesFolder === undefined) return this.#fileBytes.get(contentId) ?? new Uint8Array();
    return readFileSync(`${this.#filesFolder}/${contentId}`);
  }

  close(): void {
    this.#journal.flush();
  }

  #indexOf(chatKey: string): Map<number, MessageRecord> {
    const known = this.#messagesByChat.get(chatKey);
    if (known !== undefined) return known;
    const made = new Map<number, MessageRecord>();
    this.#messagesByChat.set(chatKey, made);
    return made;
  }

  #finishAct(): void {
    this.#journal.flush();
    const events = this.#queuedEvents;
    this.#queuedEvents = [];
    for (const event of events) this.events.emit(event);
    for (const listener of this.#afterAct) listener();
  }
}
