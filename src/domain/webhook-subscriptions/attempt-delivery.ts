import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { isEnabled } from '#domain/feature-flags/flags.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import { signWebhook } from '#domain/webhook-subscriptions/sign-webhook.ts';
import { webhookSecretPlace } from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import { messageOf } from '#platform/errors.ts';
import { SealedSecret } from '#platform/secrets.ts';
import type { OutgoingWebhookModel } from '#prisma/generated/models/OutgoingWebhook.ts';
import type { WebhookSubscriptionModel } from '#prisma/generated/models/WebhookSubscription.ts';

export const AttemptDeliveryInput = z.strictObject({ deliveryId: z.uuid() });
export type AttemptDeliveryInput = z.input<typeof AttemptDeliveryInput>;

/** After so long of nothing but failures a subscription is switched off. */
const patienceMs = 3 * 86_400_000;
/** From so many failures in a row on, one try in this pause is enough to see whether the address is back. */
const provenDown = { failures: 10, pauseMs: 30_000 };

export interface DeliveryAttempt {
  result: 'delivered' | 'failed' | 'gone';
  error?: string;
}

/**
 * Tries once to send a delivery, with the body it was written with, and writes down how that went. 410 switches the
 * subscription off, as do three days of failures.
 */
export async function attemptDelivery(ctx: Context, input: AttemptDeliveryInput): Promise<DeliveryAttempt> {
  requireDoor(ctx);
  const { deliveryId } = parseInput(AttemptDeliveryInput, input);
  const delivery = await ctx.db.outgoingWebhook.findFirst({
    where: { id: deliveryId },
    include: { subscription: true },
  });
  if (!delivery || delivery.subscription.disabledAt || !(await isEnabled(ctx, 'outgoingWebhooks')))
    return { result: 'gone' };
  if (delivery.status === 'delivered') return { result: 'delivered' };
  const { subscription } = delivery;
  const now = ctx.clock.now();
  const isDown =
    subscription.failures >= provenDown.failures &&
    now.getTime() - subscription.updatedAt.getTime() < provenDown.pauseMs;
  if (isDown) return { result: 'failed', error: 'The address did not answer a moment ago.' };
  const { status, error } = await send(ctx, delivery, subscription, now);
  const isDelivered = status !== null && status >= 200 && status < 300;
  await inTransaction(ctx, async (tx) => {
    await tx.db.outgoingWebhook.updateMany({
      where: { id: delivery.id },
      data: {
        attempts: { increment: 1 },
        lastStatus: status,
        lastError: error,
        lastTriedAt: now,
        ...(isDelivered ? { status: 'delivered', deliveredAt: now } : {}),
        ...(status === 410 ? { status: 'failed' } : {}),
      },
    });
    if (isDelivered) {
      if (subscription.failures > 0)
        await tx.db.webhookSubscription.updateMany({
          where: { id: subscription.id },
          data: { failures: 0, failingSince: null },
        });
      return;
    }
    const failingSince = subscription.failingSince ?? now;
    const why = status === 410 ? 'gone' : now.getTime() - failingSince.getTime() > patienceMs ? 'failing' : null;
    await tx.db.webhookSubscription.updateMany({
      where: { id: subscription.id },
      data: { failures: { increment: 1 }, failingSince, ...(why ? { disabledAt: now } : {}) },
    });
    if (!why) return;
    tx.audit({
      action: 'webhookSubscription.disabled',
      subjectType: 'webhookSubscription',
      subjectId: subscription.id,
      data: { why, failingSince: failingSince.toISOString(), lastStatus: status, lastError: error },
    });
    tx.event('settings.changed', subscription.id, { key: 'webhooks' });
  });
  if (isDelivered) return { result: 'delivered' };
  return { result: status === 410 ? 'gone' : 'failed', ...(error === null ? {} : { error }) };
}

async function send(
  ctx: Context,
  delivery: OutgoingWebhookModel,
  subscription: WebhookSubscriptionModel,
  now: Date,
): Promise<{ status: number | null; error: string | null }> {
  const body = JSON.stringify(delivery.body);
  const place = webhookSecretPlace(ctx.organizationId, subscription.id);
  const secret = ctx.runtime.secretBox.open(SealedSecret.parse(subscription.secret), place);
  try {
    const { status } = await ctx.ports.webhooks.post({
      url: subscription.url,
      headers: {
        'Perezvon-Event-Id': delivery.eventId,
        'Perezvon-Event-Type': delivery.eventType,
        'Perezvon-Signature': signWebhook(secret, body, now),
      },
      body,
    });
    const isSuccess = status >= 200 && status < 300;
    return { status, error: isSuccess ? null : `The address answered ${status}.` };
  } catch (error) {
    return { status: null, error: messageOf(error) };
  }
}

/** Ends a delivery that was tried for a day; it can be replayed by hand. */
export async function giveUpDelivery(ctx: Context, input: AttemptDeliveryInput): Promise<void> {
  requireDoor(ctx);
  const { deliveryId: id } = parseInput(AttemptDeliveryInput, input);
  await ctx.db.outgoingWebhook.updateMany({ where: { id, status: 'waiting' }, data: { status: 'failed' } });
}
