import { ensureDefaultAgent } from '#domain/agents/ensure-default-agent.ts';
import type { Context, ContextFactory } from '#domain/context.ts';
import { createDefaultPipeline } from '#domain/pipelines/create-default-pipeline.ts';
import { setReportChannel } from '#domain/settings/set-report-channel.ts';
import { inTransaction } from '#domain/transaction.ts';
import { ensureTelegramAdmin } from '#domain/users/ensure-telegram-admin.ts';
import type { Config } from '#platform/config.ts';
import type { Database } from '#platform/database/database.ts';
import { newId } from '#platform/ids.ts';
import type { ServiceDefaults } from './service-defaults.ts';

/** The id of the organization that uses the services of the environment; made when there is none. */
export async function ensureDefaultOrganization(database: Database): Promise<string> {
  const { prisma } = database;
  const found = await prisma.organization.findFirst({ where: { isDefault: true }, select: { id: true } });
  if (found) return found.id;
  await prisma.organization.createMany({
    data: [{ id: newId(), name: 'Perezvon', isDefault: true }],
    skipDuplicates: true,
  });
  const made = await prisma.organization.findFirstOrThrow({ where: { isDefault: true }, select: { id: true } });
  return made.id;
}

/** Gives the default organization what the environment names: a pipeline, the voice agent, the report channel, its admins. */
export async function furnishDefaultOrganization(
  make: ContextFactory,
  organizationId: string,
  config: Config,
  defaults: ServiceDefaults,
): Promise<void> {
  const ctx = make({ organizationId, actor: { kind: 'system', id: null, name: 'start' }, door: 'job' });
  if ((await ctx.db.pipeline.count()) === 0) await inTransaction(ctx, (tx) => createDefaultPipeline(tx));
  await addAgentOfEnvironment(ctx, defaults);
  if (
    config.TELEGRAM_CHAT_ID &&
    (await ctx.db.reportChannel.count({ where: { chatId: BigInt(config.TELEGRAM_CHAT_ID) } })) === 0
  ) {
    const { language } = await ctx.db.organization.findFirstOrThrow({ select: { language: true } });
    await setReportChannel(ctx, { chatId: config.TELEGRAM_CHAT_ID, title: 'Perezvon', language });
  }
  for (const telegramUserId of config.ADMIN_USERS) await ensureTelegramAdmin(ctx, { telegramUserId });
}

/** Adds the voice agent that the environment names to an organization that has none. */
export async function addAgentOfEnvironment(ctx: Context, defaults: ServiceDefaults): Promise<void> {
  if (!defaults.retell?.fromNumber || !defaults.retellAgentId || (await ctx.db.agent.count()) > 0) return;
  const { language } = await ctx.db.organization.findFirstOrThrow({ select: { language: true } });
  await ensureDefaultAgent(ctx, {
    name: language === 'ru' ? 'Алиса' : 'Alice',
    providerAgentId: defaults.retellAgentId,
    fromNumber: defaults.retell.fromNumber,
    language,
  });
}
