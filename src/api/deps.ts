import type { Registry } from 'prom-client';
import type { WebhookIntake } from '#platform/webhook-intake.ts';
import type { Clock } from '#platform/clock.ts';
import type { Log } from '#platform/log.ts';
import type { MiniAppBot } from '#domain/auth/authenticate-by-init-data.ts';
import type { TokenOptions } from '#domain/auth/token-key.ts';
import type { Context, ContextFactory } from '#domain/context.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { RateLimits } from '#api/middleware/rate-limits.ts';

/** What the operator decides about the API. */
export interface ApiConfig {
  /** Origins of browsers that may call the API from another site. */
  corsOrigins: readonly string[];
  /** Addresses or CIDR blocks of reverse proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** Whether strangers may register organizations. */
  registration: 'open' | 'closed';
  /** How tokens are made. */
  tokens: TokenOptions;
  /** Bearer token of `/metrics`; without one only the own machine may read it. */
  metricsToken: string | null;
  /** Written into the OpenAPI document. */
  version: string;
  /** Requests per minute by class; what is absent keeps its default. */
  rateLimits?: Partial<RateLimits>;
}

/** How a bot took an update that came by webhook. */
export type UpdateAcceptance = 'accepted' | 'unknown_bot' | 'bad_secret' | 'bad_body';

/** The bots of this process, as the webhook door sees them. */
export interface WebhookBots {
  /** Compares the secret before the body is parsed, stores the update, and answers when it is durable. */
  acceptWebhook(botId: string, secret: string, body: string): Promise<UpdateAcceptance>;
}

/** The key that Retell signs an organization's webhooks with. */
export interface RetellKey {
  organizationId: string;
  apiKey: string;
}

export interface ReadinessReport {
  ready: boolean;
  checks: Record<string, { ok: boolean; detail: string }>;
}

/** What the composition root gives to the API. */
export interface ApiDeps {
  make: ContextFactory;
  config: ApiConfig;
  log: Log;
  bots?: WebhookBots;
  /** The bots whose Mini Apps members sign in from. */
  miniAppBots?: () => Promise<readonly MiniAppBot[]>;
  /** Runs when an organization was registered, such as to add the voice agent of the environment. */
  onRegistered?: (ctx: Context) => Promise<void>;
  webhookIntake: WebhookIntake;
  /** The time that all processes agree on, for the age of webhooks; this machine's own when absent. */
  clock?: Clock;
  /** The key of the organization, or of the default organization when a call names none; null when not connected. */
  retellKeyOf(organizationId: string | null): Promise<RetellKey | null>;
  readiness(): Promise<ReadinessReport>;
  metrics: Registry;
  storage: FileStorage;
}
