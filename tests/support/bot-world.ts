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
import { until } from '#tests/support/child-process.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

/** A member or client with the bot's chat open. */
export interface Chatter {
  user: SimUser;
  chat: SimChat;
  texts: Texts;
  /** Writes, and resolves when the bot is done with it. */
  write(text: string, options?: { replyTo?: number }): Promise<SeenMessage>;
  /** Presses the newest button of this label, or that of a message; resolves when the bot is done with it. */
  press(label: string, message?: SeenMessage): Promise<void>;
  /** The newest of the bot's messages with this text that came or changed since this person last did something. */
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
  const world = await createTestWorld({
    planEffects,
    ports: { messenger: () => bots.messengerFor(world.organizationId), ...ports },
  });
  const bots = createBots({
    make: world.make,
    database: world.database,
    log,
    configs: async () => [
      { organizationId: world.organizationId, token, apiRoot: 'http://telegram.test', mode: 'polling' },
    ],
    fetch: async (input, init) => sandbox.app.request(new Request(input, init)),
    pollTimeoutSec: 2,
    sweepMs: 200,
  });
  await bots.start({ receive: true });

  /** Telegram has nothing more for the bot, and the bot has handled what it got. */
  async function idle(): Promise<void> {
    await until('the bot is idle', async () => {
      if ((await sim.pendingUpdates('flow_test_bot')).length > 0) return false;
      return (await world.database.prisma.telegramUpdate.count({ where: { handledAt: null, parkedAt: null } })) === 0;
    });
  }

  function chatter(user: SimUser, chat: SimChat, language: Language): Chatter {
    const history = () => sim.history(chat);
    const momentOf = (message: SeenMessage) => `${message.messageId}/${message.editCount}`;
    // What stood in the chat when this person last did something: `sees` looks only at what came after.
    let before = new Set<string>();
    const remember = async () => {
      before = new Set((await history()).map(momentOf));
    };
    return {
      user,
      chat,
      texts: textsFor(language),
      history,
      async write(text, options) {
        await remember();
        const sent = await sim.sendText(user, chat, text, options);
        await idle();
        return sent;
      },
      async press(label, message) {
        const pressed =
          message ?? (await history()).findLast((seen) => seen.buttons.flat().some((button) => button.text === label));
        if (!pressed) throw new Error(`No message carries the button ${label}.`);
        await remember();
        await sim.tap(user, chat, pressed.messageId, label, { waitMs: 2_000 });
        await idle();
      },
      sees: (text) =>
        sim
          .waitFor(
            async () =>
              (await history()).findLast(
                (seen) => seen.from.isBot && !before.has(momentOf(seen)) && seen.text.includes(text),
              ),
            5_000,
            `“${text}”`,
          )
          .catch(async (error: unknown) => {
            const shown = (await history()).slice(-4).map((seen) => `${momentOf(seen)} ${seen.text}`);
            throw new Error(`${String(error)} beside:\n${shown.join('\n---\n')}`);
          }),
    };
  }

  return {
    ...world,
    sim,
    bots,
    async join(member, language = 'en') {
      const user = await sim.createUser({ firstName: member.name, languageCode: language });
      await world.database.prisma.user.update({
        where: { id: member.id },
        data: { telegramUserId: BigInt(user.id), telegramChatId: BigInt(user.id), language },
      });
      const chat = await sim.openPrivateChat(user, 'flow_test_bot', { isStarted: true });
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
