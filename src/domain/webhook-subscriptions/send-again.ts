import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { deliveryShape, requireSubscription } from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import type { WebhookDeliveryView } from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import { newId } from '#platform/ids.ts';

export const ReplayWebhookDeliveryInput = z.strictObject({ webhookSubscriptionId: z.uuid(), deliveryId: z.uuid() });
export type ReplayWebhookDeliveryInput = z.input<typeof ReplayWebhookDeliveryInput>;

/** Sends a delivery again, with the body it had and a new signature. */
export async function replayWebhookDelivery(
  ctx: Context,
  input: ReplayWebhookDeliveryInput,
): Promise<WebhookDeliveryView> {
  requirePermission(ctx, 'settings.write');
  const { webhookSubscriptionId: subscriptionId, deliveryId: id } = parseInput(ReplayWebhookDeliveryInput, input);
  return inTransaction(ctx, async (tx) => {
    const { count } = await tx.db.outgoingWebhook.updateMany({
      where: { id, subscriptionId },
      data: { status: 'waiting', deliveredAt: null },
    });
    if (count === 0) throw notFound('webhookDelivery');
    tx.audit({ action: 'webhookDelivery.replayed', subjectType: 'webhookDelivery', subjectId: id });
    tx.event('webhook.queued', id, { subscriptionId });
    return tx.db.outgoingWebhook.findFirstOrThrow({ where: { id }, select: deliveryShape });
  });
}

export const TestWebhookSubscriptionInput = z.strictObject({ webhookSubscriptionId: z.uuid() });
export type TestWebhookSubscriptionInput = z.input<typeof TestWebhookSubscriptionInput>;

/** Sends an event of the type `webhook.test`; how that went stands in the log of deliveries. */
export async function testWebhookSubscription(
  ctx: Context,
  input: TestWebhookSubscriptionInput,
): Promise<WebhookDeliveryView> {
  requirePermission(ctx, 'settings.write');
  const { webhookSubscriptionId: subscriptionId } = parseInput(TestWebhookSubscriptionInput, input);
  return inTransaction(ctx, async (tx) => {
    await requireSubscription(tx.db, subscriptionId);
    const eventId = newId();
    const body = {
      id: eventId,
      type: 'webhook.test',
      subjectId: subscriptionId,
      organizationId: ctx.organizationId,
      at: ctx.clock.now().toISOString(),
      data: null,
    };
    const delivery = await tx.db.outgoingWebhook.create({
      data: { id: newId(), subscriptionId, eventId, eventType: body.type, body },
      select: deliveryShape,
    });
    tx.audit({ action: 'webhookSubscription.tested', subjectType: 'webhookSubscription', subjectId: subscriptionId });
    tx.event('webhook.queued', delivery.id, { subscriptionId });
    return delivery;
  });
}
