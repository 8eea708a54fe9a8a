import { startServer } from '#api/server.ts';
import type { RunningServer } from '#api/server.ts';
import { createBots } from '#bot/bots.ts';
import type { Bots } from '#bot/bots.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createLog } from '#platform/log.ts';
import { createTelegramSandbox } from '#sandbox/telegram/index.ts';
import type { TelegramSandbox } from '#sandbox/telegram/index.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { createRawClient } from './raw-request.ts';

export const webhookSecret = 'Right-secret_of-the-forgery-tests-0123456789';
export const webhookBotId = 7_100_000_001;
export const webhookBotToken = `${webhookBotId}:stand-in-bot-token-that-opens-nothing`;

/** The whole API on a port, with a bot that takes its updates by webhook from a Telegram stand-in. */
export interface WebhookWorld {
  api: ApiWorld;
  telegram: TelegramSandbox;
  server: RunningServer;
  client: ReturnType<typeof createRawClient>;
  close(): Promise<void>;
}

export async function createWebhookWorld(): Promise<WebhookWorld> {
  const telegram = createTelegramSandbox({
    bots: [{ token: webhookBotToken, username: 'flow_test_bot', name: 'Perezvon' }],
  });
  const log = createLog(process.env['TEST_LOG'] ?? 'silent');
  const api: ApiWorld = await createApiWorld({
    world: { planEffects, ports: { messenger: () => bots.messengerFor(api.world.organizationId) } },
    deps: { bots: { acceptWebhook: (...given) => bots.acceptWebhook(...given) } },
  });
  const bots: Bots = createBots({
    make: api.world.make,
    database: api.world.database,
    log,
    configs: async () => [
      {
        organizationId: api.world.organizationId,
        token: webhookBotToken,
        apiRoot: 'http://telegram.test',
        mode: 'webhook',
        webhookUrl: 'http://product.test/api/webhooks/telegram',
        webhookSecret,
      },
    ],
    fetch: async (input, init) => telegram.app.request(new Request(input, init)),
    sweepMs: 200,
  });
  await bots.start({ receive: true });
  const server = await startServer({ fetch: api.fetch, port: 0, hostname: '127.0.0.1', log });
  const client = createRawClient(server.port);
  return {
    api,
    telegram,
    server,
    client,
    async close() {
      client.close();
      await server.close();
      await bots.stop();
      telegram.close();
      await api.close();
    },
  };
}
