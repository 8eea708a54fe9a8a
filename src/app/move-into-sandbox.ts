import { Hono } from 'hono';
import type { ContextFactory } from '#domain/context.ts';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import type { DemoPart } from '#prisma/seed.ts';
import type { OutsideWorld } from '#sandbox/outside-world.ts';

export interface Sandbox {
  world: OutsideWorld;
  fetch: (request: Request, env: never) => Response | Promise<Response>;
  /** The environment with the stand-ins' addresses and keys where the operator gave none. */
  config: Config;
  /** Puts people and demo data there, unless they are there already. */
  furnish(product: { make: ContextFactory; defaultOrganizationId: string }): Promise<void>;
}

/** Without a bot token the outside world is on localhost; with one there is none, and this returns null. */
export async function moveIntoSandbox(config: Config, port: number, log: Log): Promise<Sandbox | null> {
  if (config.TELEGRAM_BOT_TOKEN || config.SANDBOX === false || config.PROCESS !== 'all') return null;
  const { createOutsideWorld, sandboxPeople, sandboxChannelId } = await import('#sandbox/outside-world.ts');
  const world = await createOutsideWorld({
    dataDir: config.DATA_DIR,
    localUrl: `http://127.0.0.1:${port}`,
    log: (line) => log.debug({ sandbox: line }, 'sandbox'),
  });
  const { settings } = world;
  const routed = new Hono().route('/sandbox', world.app);
  return {
    world,
    fetch: routed.fetch,
    config: {
      ...config,
      TELEGRAM_BOT_TOKEN: settings.botToken,
      TELEGRAM_API_ROOT: settings.telegramApiRoot,
      TELEGRAM_MODE: 'polling',
      TELEGRAM_CHAT_ID: String(sandboxChannelId),
      ...(config.RETELL_API_KEY
        ? {}
        : {
            RETELL_API_KEY: settings.retellApiKey,
            RETELL_BASE_URL: settings.retellBaseUrl,
            RETELL_FROM_NUMBER: settings.retellFromNumber,
            RETELL_AGENT_ID: settings.retellAgentId,
          }),
      ...(config.SMTP_URL ? {} : { SMTP_URL: settings.smtpUrl, EMAIL_FROM: settings.emailFrom }),
    },
    async furnish({ make, defaultOrganizationId }) {
      await world.settle();
      if (config.DEMO_DATA === false) return;
      const { seedDemo } = await import('#prisma/seed.ts');
      const { sampleCall } = await import('#sandbox/retell/sample-calls.ts');
      const englishAgent = { providerAgentId: settings.retellEnglishAgentId, fromNumber: settings.retellFromNumber };
      const codes = await seedDemo({
        make,
        organizationId: defaultOrganizationId,
        people: sandboxPeople,
        englishAgent: config.RETELL_API_KEY ? null : englishAgent,
        sampleCall,
      });
      for (const person of sandboxPeople) {
        const code = codes?.get(person.part as DemoPart);
        if (code) await world.joinBot(person.id, code);
      }
    },
  };
}
