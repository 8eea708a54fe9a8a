import type { ModelServerKind } from '#integrations/openai/index.ts';
import { createRetellTelephony } from '#integrations/retell/index.ts';
import type { SmtpAccess } from '#integrations/smtp/access.ts';
import type { Context } from '#domain/context.ts';
import type { Llm } from '#domain/ports/llm.ts';
import type { Mailer } from '#domain/ports/mailer.ts';
import type { Messenger } from '#domain/ports/messenger.ts';
import type { Ports } from '#domain/ports/ports.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { Telephony } from '#domain/ports/telephony.ts';
import type { WebhookSender } from '#domain/ports/webhook-sender.ts';
import { readServiceConfig } from '#domain/settings/read-service-config.ts';
import type { Egress } from '#platform/egress.ts';
import { AppError } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import type { Metrics } from '#platform/metrics.ts';
import type { ServiceDefaults } from './service-defaults.ts';

export interface RetellAccess {
  apiKey: string;
  baseUrl: string;
  fromNumber: string;
}

export interface OrganizationPorts {
  portsFor(organizationId: string, context: () => Context): Ports;
  /** The organization's own access to Retell, or that of the environment for the default one; null when not connected. */
  retellAccess(ctx: Context): Promise<RetellAccess | null>;
  /** Forgets what was built for an organization, because its settings changed. */
  forget(organizationId: string): void;
}

interface Built {
  telephony?: Promise<Telephony>;
  llm?: Promise<Llm>;
  mailer?: Promise<Mailer>;
  accountMailer?: Promise<Mailer>;
}

/** Builds each organization's ports on first use from its settings, or from the environment for the default one. */
export function createOrganizationPorts(options: {
  defaultOrganizationId: string;
  defaults: ServiceDefaults;
  egress: Egress;
  storage: FileStorage;
  webhooks: WebhookSender;
  messengerFor: (organizationId: string) => Promise<Messenger>;
  metrics: Metrics;
  log: Log;
}): OrganizationPorts {
  const { defaults, egress, log } = options;
  const built = new Map<string, Built>();
  const builtFor = (organizationId: string): Built => {
    const found = built.get(organizationId) ?? {};
    built.set(organizationId, found);
    return found;
  };
  const isDefault = (ctx: Context) => ctx.organizationId === options.defaultOrganizationId;

  async function retellAccess(ctx: Context): Promise<RetellAccess | null> {
    const own = await readServiceConfig(ctx, 'retell');
    if (own) return { apiKey: own.apiKey, baseUrl: own.baseUrl ?? defaults.retellBaseUrl, fromNumber: own.fromNumber };
    return isDefault(ctx) ? defaults.retell : null;
  }

  async function buildTelephony(ctx: Context): Promise<Telephony> {
    const access = await retellAccess(ctx);
    if (!access) throw notConnected('retell');
    return createRetellTelephony({ ...access, egress, log });
  }

  async function buildLlm(ctx: Context): Promise<Llm> {
    const own = await readServiceConfig(ctx, 'openai');
    const access = own
      ? {
          apiKey: own.apiKey,
          kind: own.kind,
          baseUrl: own.baseUrl ?? defaults.modelBaseUrls[own.kind],
          model: own.model ?? defaults.model,
        }
      : isDefault(ctx)
        ? defaults.llm
        : null;
    // Loaded when first needed: each costs a tenth of a second and tens of megabytes.
    if (!access) return (await import('#integrations/offline-ai/index.ts')).createOfflineLlm();
    const { createOpenAiLlm } = await import('#integrations/openai/index.ts');
    return createOpenAiLlm({
      ...access,
      egress,
      log,
      onUsage: (usage, about) =>
        options.metrics.aiUsed(about.engine, usage.inputTokens, usage.outputTokens, usage.costMicros),
    });
  }

  async function smtpAccess(ctx: Context): Promise<SmtpAccess | null> {
    const own = await readServiceConfig(ctx, 'email');
    if (!own) return isDefault(ctx) ? defaults.smtp : null;
    const { host, user, password, from } = own;
    const port = Number(own.port);
    const security = own.secure ?? (port === 465 ? 'tls' : 'starttls');
    return { host, port, security, user, password, from, isOperators: false };
  }

  async function buildMailer(access: SmtpAccess | null): Promise<Mailer> {
    if (!access) throw notConnected('email');
    return (await import('#integrations/smtp/client.ts')).createSmtpMailer(access);
  }

  return {
    retellAccess,
    forget: (organizationId) => void built.delete(organizationId),
    portsFor(organizationId, context) {
      const remembered = <Key extends keyof Built>(
        key: Key,
        build: (ctx: Context) => NonNullable<Built[Key]>,
      ): NonNullable<Built[Key]> => {
        const cache = builtFor(organizationId);
        const found: Built[Key] | undefined = cache[key];
        if (found) return found;
        const made = build(context());
        cache[key] = made;
        // A failure to build (such as a database that is down) must not be remembered.
        made.catch(() => delete cache[key]);
        return made;
      };
      return {
        telephony: () => remembered('telephony', buildTelephony),
        llm: () => remembered('llm', buildLlm),
        messenger: () => options.messengerFor(organizationId),
        mailer: () => remembered('mailer', async (ctx) => buildMailer(await smtpAccess(ctx))),
        accountMailer: () =>
          remembered('accountMailer', async (ctx) => buildMailer(defaults.smtp ?? (await smtpAccess(ctx)))),
        storage: options.storage,
        webhooks: options.webhooks,
      };
    },
  };
}

/** How the environment connects the default organization. */
export type ModelAccess = { apiKey: string; baseUrl: string; model: string; kind: ModelServerKind };

const serviceNames: Record<string, string> = { retell: 'Retell', telegram: 'Telegram', email: 'E-mail' };

function notConnected(service: string): AppError {
  const name = serviceNames[service] ?? service;
  return new AppError(
    'service_not_connected',
    'service.notConnected',
    `${name} is not connected. Connect it in the settings.`,
    { params: { service: name } },
  );
}
