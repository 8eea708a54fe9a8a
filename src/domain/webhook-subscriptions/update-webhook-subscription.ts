import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import {
  SubscriptionDescription,
  SubscriptionEvents,
  SubscriptionUrl,
  requireReachable,
} from '#domain/webhook-subscriptions/subscription-fields.ts';
import {
  requireSubscription,
  toWebhookSubscriptionView,
} from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import type { WebhookSubscriptionView } from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import { AppError } from '#platform/errors.ts';

export const UpdateWebhookSubscriptionInput = z.strictObject({
  webhookSubscriptionId: z.uuid(),
  url: SubscriptionUrl.optional(),
  events: SubscriptionEvents.optional(),
  description: SubscriptionDescription,
  enabled: z.boolean().optional(),
  version: z.int().optional(),
});
export type UpdateWebhookSubscriptionInput = z.input<typeof UpdateWebhookSubscriptionInput>;

/** Changes a subscription. Switched on again it starts without old failures; what happened meanwhile is not sent. */
export async function updateWebhookSubscription(
  ctx: Context,
  input: UpdateWebhookSubscriptionInput,
): Promise<WebhookSubscriptionView> {
  requirePermission(ctx, 'settings.write');
  const { webhookSubscriptionId: id, version, enabled, ...data } = parseInput(UpdateWebhookSubscriptionInput, input);
  if (data.url !== undefined) requireReachable(ctx, data.url);
  const row = await inTransaction(ctx, async (tx) => {
    const before = await requireSubscription(tx.db, id);
    const switched =
      enabled === undefined
        ? {}
        : enabled
          ? { disabledAt: null, failures: 0, failingSince: null }
          : { disabledAt: before.disabledAt ?? ctx.clock.now() };
    const { count } = await tx.db.webhookSubscription.updateMany({
      where: { id, version: version ?? before.version },
      data: { ...onlyGiven(data), ...switched, version: { increment: 1 } },
    });
    if (count === 0)
      throw new AppError('stale', 'webhookSubscription.changedMeanwhile', 'This was changed meanwhile; look again.');
    tx.audit({
      action: 'webhookSubscription.updated',
      subjectType: 'webhookSubscription',
      subjectId: id,
      data: { fields: Object.keys(onlyGiven({ ...data, enabled })) },
    });
    tx.event('settings.changed', id, { key: 'webhooks' });
    return requireSubscription(tx.db, id);
  });
  return toWebhookSubscriptionView(row);
}
