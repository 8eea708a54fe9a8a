import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import {
  deliveryShape,
  requireSubscription,
  toWebhookSubscriptionView,
} from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import type {
  WebhookDeliveryView,
  WebhookSubscriptionView,
} from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import { OutgoingWebhookStatus } from '#prisma/generated/enums.ts';

/** The organization's subscriptions, newest first; an organization has a handful, 200 are shown. */
export async function listWebhookSubscriptions(ctx: Context): Promise<WebhookSubscriptionView[]> {
  requirePermission(ctx, 'settings.read');
  const rows = await ctx.db.webhookSubscription.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 200,
  });
  return rows.map(toWebhookSubscriptionView);
}

export const ListWebhookDeliveriesInput = z.strictObject({
  webhookSubscriptionId: z.uuid(),
  status: z.enum(OutgoingWebhookStatus).optional(),
  ...pageFields,
});
export type ListWebhookDeliveriesInput = z.input<typeof ListWebhookDeliveriesInput>;

/** What was sent to a subscription, or is on its way, newest first. */
export async function listWebhookDeliveries(
  ctx: Context,
  input: ListWebhookDeliveriesInput,
): Promise<{ items: WebhookDeliveryView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'settings.read');
  const { webhookSubscriptionId, status, limit, cursor } = parseInput(ListWebhookDeliveriesInput, input);
  await requireSubscription(ctx.db, webhookSubscriptionId);
  const rows = await ctx.db.outgoingWebhook.findMany({
    where: {
      AND: [
        { subscriptionId: webhookSubscriptionId, ...(status ? { status } : {}) },
        afterPosition('createdAt', cursor),
      ],
    },
    select: deliveryShape,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => row,
  );
}
