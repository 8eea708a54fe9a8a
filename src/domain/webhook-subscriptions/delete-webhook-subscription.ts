import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { requireSubscription } from '#domain/webhook-subscriptions/webhook-subscription-view.ts';

export const DeleteWebhookSubscriptionInput = z.strictObject({ webhookSubscriptionId: z.uuid() });
export type DeleteWebhookSubscriptionInput = z.input<typeof DeleteWebhookSubscriptionInput>;

/** Removes a subscription with its log of deliveries; what was not delivered yet is not sent any more. */
export async function deleteWebhookSubscription(ctx: Context, input: DeleteWebhookSubscriptionInput): Promise<void> {
  requirePermission(ctx, 'settings.write');
  const { webhookSubscriptionId: id } = parseInput(DeleteWebhookSubscriptionInput, input);
  await inTransaction(ctx, async (tx) => {
    const { url } = await requireSubscription(tx.db, id);
    await tx.db.outgoingWebhook.deleteMany({ where: { subscriptionId: id } });
    await tx.db.webhookSubscription.deleteMany({ where: { id } });
    tx.audit({
      action: 'webhookSubscription.deleted',
      subjectType: 'webhookSubscription',
      subjectId: id,
      data: { host: new URL(url).host },
    });
    tx.event('settings.changed', id, { key: 'webhooks' });
  });
}
