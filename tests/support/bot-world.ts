import { createBots } from '#bot/bots.ts';
import type { Bots } from '#bot/bots.ts';
import { jobs } from '#jobs/catalog.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createLog } from '#platform/log.ts';
import type { UserActor } from '#domain/permissions.ts';
import type { Ports } from '#domain/ports/ports.ts';
import { createTelegramSandbox } from '#sandbox/telegram/index.ts';
import type { SeenMessage, SimChat, SimUser, TelegramSim } from '#sandbox/telegram/index.ts';
import { textsFor } from '#bot/texts/texts.ts';
import type { Language, Texts } from '#bot/texts/texts.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

/** A member or client with the bot's chat open. */
export interface Chatter {
  user: SimUser;
  chat: SimChat;
  texts: Texts;
  write(text: string, options?: { replyTo?: number }): Promise<SeenMessage>;
  /** Presses the newest button of this label. */
  press(label: string): Promise<void>;
  /** The newest message that carries this text, waited for. */
  sees(text: string): Promise<SeenMessage>;
  history(): Promise<SeenMessage[]>;
}

export interface BotWorld extends TestWorld {
  sim: TelegramSim;
  bots: Bots;
  /** Puts a member of the world into Telegram, bound to their account. */
  join(user: UserActor, language?: Language): Promise<Chatter>;
  /** A person who is no member. */
  stranger(firstName: string, language?: Language): Promise<Chatter>;
  /** Carries out what the events asked for: cards, drafts, messages. */
  work(): Promise<void>;
}

const token = '7100000001:stand-in-bot-token-that-opens-nothing';

/** The bot on a real database with the Telegram stand-in in the same process. */
export async function createBotWorld(ports: Partial<Ports> = {}): Promise<BotWorld> {
  const sandbox = createTelegramSandbox({ bots: [{ token, username: 'flow_test_bot', name: 'Perezvon' }] });
  const { sim } = sandbox;
  const log = createLog(process.env['TEST_LOG'] ?? 'silent');
  const world = await createTestWorld({ planEffects, ports: { messenger: () => bots.messengerFor(world.organizationId), ...ports } });
  const bots = createBots({
    make: world.make,
    database: world.database,
    log,
    configs: async () => [{ organizationId: world.organizationId, token, apiRoot: 'http://telegram.test', mode: 'polling' }],
    fetch: async (input, init) => sandbox.app.request(new Request(input, init)),
    pollTimeoutSec: 2,
    sweepMs: 200,
  });
  await bots.start({ receive: true });

  function chatter(user: SimUser, chat: SimChat, language: Language): Chatter {
    const history = () => sim.history(chat);
    return {
      user,
      chat,
      texts: textsFor(language),
      history,
      write: (text, options) => sim.sendText(user, chat, text, options),
      async press(label) {
        const message = await sim.waitFor(async () => (await history()).findLast((seen) => seen.buttons.flat().some((button) => button.text === label)), 8_000, `the button ${label}`);
        await sim.tap(user, chat, message.messageId, label, { waitMs: 2_000 });
      },
      sees: (text) =>
        sim.waitFor(async () => (await history()).findLast((seen) => seen.from.isBot && seen.text.includes(text)), 8_000, `the text “${text}”`),
    };
  }

  return {
    ...world,
    sim,
    bots,
    async join(member, language = 'en') {
      const user = await sim.createUser({ firstName: member.name, languageCode: language });
      await world.database.prisma.user.update({ where: { id: member.id }, data: { telegramUserId: BigInt(user.id), telegramChatId: BigInt(user.id), language } });
      const chat = await sim.openPrivateChat(user, 'flow_test_bot');
      return chatter(user, chat, language);
    },
    async stranger(firstName, language = 'en') {
      const user = await sim.createUser({ firstName, languageCode: language });
      return chatter(user, await sim.openPrivateChat(user, 'flow_test_bot'), language);
    },
    async work() {
      await world.drain(jobs);
    },
    async close() {
      await bots.stop();
      sandbox.close();
      await world.close();
    },
  };
}
