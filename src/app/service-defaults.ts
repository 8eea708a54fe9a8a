import type { EnvironmentSettings } from '#domain/settings/environment-settings.ts';
import type { ModelServerKind } from '#integrations/openai/index.ts';
import { parseSmtpUrl } from '#integrations/smtp/access.ts';
import type { SmtpAccess } from '#integrations/smtp/access.ts';
import type { Config } from '#platform/config.ts';
import type { ModelAccess, RetellAccess } from './organization-ports.ts';

/** What the environment connects for the default organization, and the addresses that all use by default. */
export interface ServiceDefaults {
  retell: RetellAccess | null;
  retellAgentId: string | null;
  retellBaseUrl: string;
  llm: ModelAccess | null;
  model: string;
  modelBaseUrls: Record<ModelServerKind, string>;
  telegram: { token: string; chatId: string | null } | null;
  telegramApiRoot: string;
  smtp: SmtpAccess | null;
  /** Addresses the operator named: these may be private ones. */
  operatorAddresses: string[];
}

const openAiAddress = 'https://api.openai.com/v1';

/** Reads the services out of the environment. */
export function serviceDefaults(config: Config): ServiceDefaults {
  // An own address without a key is a local model server that asks for none.
  const isLocalModel = config.OPENAI_BASE_URL !== openAiAddress;
  const llm: ModelAccess | null =
    config.OPENAI_API_KEY || isLocalModel
      ? {
          apiKey: config.OPENAI_API_KEY ?? config.OPENROUTER_API_KEY ?? 'none',
          baseUrl: config.OPENAI_BASE_URL,
          model: config.OPENAI_MODEL,
          kind: config.OPENAI_BASE_URL.includes('openrouter') ? 'openrouter' : isLocalModel ? 'compatible' : 'openai',
        }
      : config.OPENROUTER_API_KEY
        ? {
            apiKey: config.OPENROUTER_API_KEY,
            baseUrl: config.OPENROUTER_BASE_URL,
            model: config.OPENAI_MODEL,
            kind: 'openrouter',
          }
        : null;
  return {
    retell: config.RETELL_API_KEY
      ? { apiKey: config.RETELL_API_KEY, baseUrl: config.RETELL_BASE_URL, fromNumber: config.RETELL_FROM_NUMBER ?? '' }
      : null,
    retellAgentId: config.RETELL_AGENT_ID ?? null,
    retellBaseUrl: config.RETELL_BASE_URL,
    llm,
    model: config.OPENAI_MODEL,
    modelBaseUrls: {
      openai: config.OPENAI_BASE_URL,
      openrouter: config.OPENROUTER_BASE_URL,
      compatible: config.OPENAI_BASE_URL,
    },
    telegram: config.TELEGRAM_BOT_TOKEN
      ? { token: config.TELEGRAM_BOT_TOKEN, chatId: config.TELEGRAM_CHAT_ID ?? null }
      : null,
    telegramApiRoot: config.TELEGRAM_API_ROOT,
    smtp: config.SMTP_URL && config.EMAIL_FROM ? parseSmtpUrl(config.SMTP_URL, config.EMAIL_FROM) : null,
    operatorAddresses: [
      config.RETELL_BASE_URL,
      config.OPENAI_BASE_URL,
      config.OPENROUTER_BASE_URL,
      config.TELEGRAM_API_ROOT,
      config.S3_ENDPOINT,
    ].filter((address) => address !== undefined),
  };
}

/** The same for the settings screens: which services the environment connects, secrets only as their last four characters. */
export function environmentSettings(defaults: ServiceDefaults): EnvironmentSettings {
  const hint = (secret: string) => ({ hint: [...secret].slice(-4).join('') });
  return {
    ...(defaults.retell && {
      retell: {
        values: {
          baseUrl: defaults.retell.baseUrl,
          fromNumber: defaults.retell.fromNumber,
          agentId: defaults.retellAgentId,
        },
        secrets: { apiKey: hint(defaults.retell.apiKey) },
      },
    }),
    ...(defaults.llm && {
      openai: {
        values: { kind: defaults.llm.kind, baseUrl: defaults.llm.baseUrl, model: defaults.llm.model },
        secrets: { apiKey: hint(defaults.llm.apiKey) },
      },
    }),
    ...(defaults.smtp && {
      email: {
        values: {
          host: defaults.smtp.host,
          port: String(defaults.smtp.port),
          secure: defaults.smtp.security,
          user: defaults.smtp.user,
          from: defaults.smtp.from,
        },
        secrets: { password: hint(defaults.smtp.password ?? '') },
      },
    }),
    ...(defaults.telegram && {
      telegram: { values: { chatId: defaults.telegram.chatId }, secrets: { botToken: hint(defaults.telegram.token) } },
    }),
  };
}
