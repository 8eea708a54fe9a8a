import { createBots } from '#bot/bots.ts';
import { createButtonSigner } from '#bot/buttons.ts';
import type { ButtonSigner } from '#bot/buttons.ts';
import { createLog } from '#platform/log.ts';
import { createTelegramSandbox } from '#sandbox/telegram/index.ts';
import type { SeenMessage, SimChat, SimUser, TelegramSim } from '#sandbox/telegram/index.ts';
import { until } from '#tests/support/child-process.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

/** A person with a bot's chat open, in which the bot has said something that carries buttons. */
export interface Visitor {
  user: SimUser;
  /** Presses a button with data of one's own making; resolves to what the bot sent or changed because of it. */
  press(data: string): Promise<SeenMessage[]>;
}

export interface TwoBots extends TestWorld {
  sim: TelegramSim;
  /** Signs button data for a bot as only the product can. */
  signerOf(bot: BotName): ButtonSigner;
  createUser(firstName: string): Promise<SimUser>;
  visit(user: SimUser, bot: BotName): Promise<Visitor>;
  /** The address by which an organization invites people to its bot. */
  inviteLink(organizationId: string): Promise<string>;
  close(): Promise<void>;
}

export type BotName = 'ours' | 'theirs';

const bots = {
  theirs: { id: 7_100_000_001, username: 'their_test_bot', name: 'Their bot' },
  ours: { id: 7_100_000_002, username: 'our_test_bot', name: 'Our bot' },
} as const;

/** Two organizations, each with a bot of its own, in one process: `theirs` is the world's, `ours` that of `world.other`. */
export async function createTwoBots(): Promise<TwoBots> {
  const tokenOf = (bot: BotName) => `${bots[bot].id}:stand-in-bot-token-that-opens-nothing`;
  const sandbox = createTelegramSandbox({
    bots: (['theirs', 'ours'] as const).map((bot) => ({
      token: tokenOf(bot),
      username: bots[bot].username,
      name: bots[bot].name,
    })),
  });
  const { sim } = sandbox;
  const world = await createTestWorld();
  const running = createBots({
    make: world.make,
    database: world.database,
    log: createLog(process.env['TEST_LOG'] ?? 'silent'),
    configs: async () => [
      {
        organizationId: world.organizationId,
        token: tokenOf('theirs'),
        apiRoot: 'http://telegram.test',
        mode: 'polling',
      },
      {
        organizationId: world.other.organizationId,
        token: tokenOf('ours'),
        apiRoot: 'http://telegram.test',
        mode: 'polling',
      },
    ],
    fetch: async (input, init) => sandbox.app.request(new Request(input, init)),
    pollTimeoutSec: 2,
    sweepMs: 200,
  });
  await running.start({ receive: true });

  async function idle(bot: BotName): Promise<void> {
    await until('the bot is idle', async () => {
      if ((await sim.pendingUpdates(bots[bot].username)).length > 0) return false;
      return (await world.database.prisma.telegramUpdate.count({ where: { handledAt: null, parkedAt: null } })) === 0;
    });
  }

  async function visit(user: SimUser, bot: BotName): Promise<Visitor> {
    const chat: SimChat = await sim.openPrivateChat(user, bots[bot].username);
    await sim.sendText(user, chat, '/start');
    await idle(bot);
    const momentOf = (message: SeenMessage) => `${message.messageId}/${message.editCount}`;
    const shown = async () => (await sim.history(chat)).filter((message) => message.from.isBot);
    return {
      user,
      async press(data) {
        const messages = await shown();
        const pressed = messages.at(-1);
        if (!pressed) throw new Error('The bot has said nothing yet.');
        const before = new Set(messages.map(momentOf));
        await sim.tapForged(user, chat, pressed.messageId, data, { waitMs: 2_000 });
        await idle(bot);
        return (await shown()).filter((message) => !before.has(momentOf(message)));
      },
    };
  }

  return {
    ...world,
    sim,
    signerOf: (bot) => createButtonSigner(world.make.runtime.secretBox.derive('buttons'), bots[bot].id),
    createUser: (firstName) => sim.createUser({ firstName, languageCode: 'en' }),
    visit,
    inviteLink: async (organizationId) => (await running.messengerFor(organizationId)).startLink('code'),
    async close() {
      await running.stop();
      sandbox.close();
      await world.close();
    },
  };
}
