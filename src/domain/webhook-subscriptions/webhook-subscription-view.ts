import { notFound } from '#domain/not-found.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import type { OutgoingWebhookStatus } from '#prisma/generated/enums.ts';
import type { WebhookSubscriptionModel } from '#prisma/generated/models/WebhookSubscription.ts';

/** An address that gets events. The secret is shown once, when it is made. */
export interface WebhookSubscriptionView {
  id: string;
  url: string;
  events: string[];
  description: string | null;
  enabled: boolean;
  /** Tries in a row that failed, and since when. */
  failures: number;
  failingSince: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** One event on its way to one address. */
export interface WebhookDeliveryView {
  id: string;
  eventId: string;
  eventType: string;
  status: OutgoingWebhookStatus;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  lastTriedAt: Date | null;
  deliveredAt: Date | null;
  createdAt: Date;
}

export const deliveryShape = {
  id: true,
  eventId: true,
  eventType: true,
  status: true,
  attempts: true,
  lastStatus: true,
  lastError: true,
  lastTriedAt: true,
  deliveredAt: true,
  createdAt: true,
} as const;

export function toWebhookSubscriptionView(row: WebhookSubscriptionModel): WebhookSubscriptionView {
  const { id, url, events, description, failures, failingSince, version, createdAt, updatedAt } = row;
  const enabled = row.disabledAt === null;
  return { id, url, events, description, enabled, failures, failingSince, version, createdAt, updatedAt };
}

/** The subscription's row, or `webhookSubscription.notFound`. */
export async function requireSubscription(db: TenantDb, id: string): Promise<WebhookSubscriptionModel> {
  const row = await db.webhookSubscription.findFirst({ where: { id } });
  if (!row) throw notFound('webhookSubscription');
  return row;
}

/** The context that a subscription's secret is sealed with: it opens at this place only. */
export function webhookSecretPlace(organizationId: string, subscriptionId: string): string {
  return `webhook:${organizationId}:${subscriptionId}`;
}
