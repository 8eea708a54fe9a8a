import type { BotConfig } from '#bot/bots.ts';
import type { ContextFactory } from '#domain/context.ts';
import { readServiceConfig } from '#domain/settings/read-service-config.ts';
import type { Config } from '#platform/config.ts';
import type { Database } from '#platform/database/database.ts';
import { hmacSha256 } from '#platform/hashing.ts';
import type { ServiceDefaults } from './service-defaults.ts';

/** The bots that should run: that of the environment for the default organization, and each organization's own. */
export async function botConfigs(options: {
  make: ContextFactory;
  database: Database;
  defaultOrganizationId: string;
  defaults: ServiceDefaults;
  config: Config;
  publicUrl: string;
}): Promise<BotConfig[]> {
  const { make, defaults, config, publicUrl } = options;
  const rows = await options.database.prisma.setting.findMany({
    where: { key: 'telegram' },
    select: { organizationId: true },
  });
  const own = await Promise.all(
    rows.map(async ({ organizationId }) => {
      const ctx = make({ organizationId, actor: { kind: 'system', id: null, name: 'start' }, door: 'bot' });
      const setting = await readServiceConfig(ctx, 'telegram');
      return setting ? { organizationId, token: setting.botToken } : null;
    }),
  );
  const tokens = own.filter((entry) => entry !== null);
  if (defaults.telegram && !tokens.some(({ organizationId }) => organizationId === options.defaultOrganizationId)) {
    tokens.unshift({ organizationId: options.defaultOrganizationId, token: defaults.telegram.token });
  }
  return tokens.map(({ organizationId, token }) => {
    return {
      organizationId,
      token,
      apiRoot: defaults.telegramApiRoot,
      mode: config.TELEGRAM_MODE,
      webhookUrl: `${publicUrl}/api/webhooks/telegram`,
      webhookSecret: webhookSecret(make, config, organizationId, options.defaultOrganizationId),
    };
  });
}

/** The operator's secret for the environment's bot; for the others one that nobody has to keep. */
function webhookSecret(
  make: ContextFactory,
  config: Config,
  organizationId: string,
  defaultOrganizationId: string,
): string {
  if (organizationId === defaultOrganizationId && config.TELEGRAM_WEBHOOK_SECRET) return config.TELEGRAM_WEBHOOK_SECRET;
  return hmacSha256(make.runtime.secretBox.derive('telegram-webhook'), organizationId).toString('base64url');
}
