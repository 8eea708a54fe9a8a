import { z } from 'zod';
import type { Context } from '#domain/context.ts';
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
  toWebhookSubscriptionView,
  webhookSecretPlace,
} from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import type { WebhookSubscriptionView } from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import { newId, newSecret } from '#platform/ids.ts';

export const CreateWebhookSubscriptionInput = z.strictObject({
  url: SubscriptionUrl,
  events: SubscriptionEvents,
  description: SubscriptionDescription,
});
export type CreateWebhookSubscriptionInput = z.input<typeof CreateWebhookSubscriptionInput>;

/** Has events sent to an address from now on, with what its maker may see. The secret that signs them is shown only here. */
export async function createWebhookSubscription(
  ctx: Context,
  input: CreateWebhookSubscriptionInput,
): Promise<WebhookSubscriptionView & { secret: string }> {
  requirePermission(ctx, 'settings.write');
  const { url, events, description } = parseInput(CreateWebhookSubscriptionInput, input);
  requireReachable(ctx, url);
  const id = newId();
  const secret = `whsec_${newSecret(32)}`;
  const sealed = ctx.runtime.secretBox.seal(secret, webhookSecretPlace(ctx.organizationId, id));
  const row = await inTransaction(ctx, async (tx) => {
    const createdById = ctx.actor.kind === 'user' ? ctx.actor.id : null;
    const made = await tx.db.webhookSubscription.create({
      data: { id, url, events, description: description ?? null, secret: sealed, createdById },
    });
    tx.audit({
      action: 'webhookSubscription.created',
      subjectType: 'webhookSubscription',
      subjectId: id,
      data: { host: new URL(url).host, events },
    });
    tx.event('settings.changed', id, { key: 'webhooks' });
    return made;
  });
  return { ...toWebhookSubscriptionView(row), secret };
}
