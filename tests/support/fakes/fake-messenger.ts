import { ProviderError } from '#platform/errors.ts';
import { sha256 } from '#platform/hashing.ts';
import type { CardToDraw, DigestToSend, Messenger } from '#domain/ports/messenger.ts';

export interface ShownCard {
  card: CardToDraw;
  /** `sent` a new message, `edited` an old one. */
  how: 'sent' | 'edited' | 'unchanged';
  text: string;
}

/** A chat service in memory: remembers which cards were drawn and which texts were delivered. */
export interface FakeMessenger extends Messenger {
  readonly shown: ShownCard[];
  readonly closed: CardToDraw[];
  readonly delivered: { chatId: bigint; text: string }[];
  readonly digests: DigestToSend[];
  /** What a card shows; the default is the same text for every card, so that a redraw changes nothing. */
  render: (card: CardToDraw) => Promise<string> | string;
  /** Chats that refuse us. */
  readonly blockedBy: Set<bigint>;
  failNext(...errors: Error[]): void;
}

export function createFakeMessenger(): FakeMessenger {
  const errors: Error[] = [];
  let lastMessageId = 100;
  const fake: FakeMessenger = {
    shown: [],
    closed: [],
    delivered: [],
    digests: [],
    blockedBy: new Set(),
    render: (card) => `${card.kind} ${card.subjectId}`,
    failNext: (...given) => void errors.push(...given),
    async drawCard(_ctx, card, live, { anew = false } = {}) {
      const error = errors.shift();
      if (error) throw error;
      if (fake.blockedBy.has(card.chatId))
        throw new ProviderError('telegram', 'permanent', 'blocked', 'The person stopped the bot.');
      const text = live?.text ?? (await fake.render(card));
      const contentHash = sha256(text);
      const isNew = card.messageId === null || anew;
      const how = isNew ? 'sent' : card.contentHash === contentHash ? 'unchanged' : 'edited';
      fake.shown.push({ card, how, text });
      return { messageId: isNew ? (lastMessageId += 1) : (card.messageId ?? 0), contentHash };
    },
    async closeCard(_ctx, card) {
      const error = errors.shift();
      if (error) throw error;
      fake.closed.push(card);
    },
    async editDelivered() {},
    async deleteDelivered() {},
    download: async () => ({ bytes: new Uint8Array([1]), fileName: 'file' }),
    async deliver(message) {
      const error = errors.shift();
      if (error) throw error;
      fake.delivered.push(message);
      return { externalMessageId: String((lastMessageId += 1)) };
    },
    async sendDigest(digest) {
      const error = errors.shift();
      if (error) throw error;
      if (fake.blockedBy.has(digest.chatId))
        throw new ProviderError('telegram', 'permanent', 'blocked', 'The bot was removed from the channel.');
      fake.digests.push(digest);
      return { messageId: (lastMessageId += 1), contentHash: '' };
    },
    showCommands: async () => undefined,
    startLink: async (code) => `https://t.me/test_bot?start=${code}`,
    test: async () => ({ ok: true, message: 'It answers.' }),
  };
  return fake;
}
