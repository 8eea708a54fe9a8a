import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { isEnabled } from '#domain/feature-flags/flags.ts';
import { isOfAudience } from '#domain/live/audience.ts';
import { decideAudiences } from '#domain/live/live-event.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { UserActor } from '#domain/permissions.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { inTransaction } from '#domain/transaction.ts';
import { attemptDelivery } from '#domain/webhook-subscriptions/attempt-delivery.ts';
import { eventBody } from '#domain/webhook-subscriptions/event-body.ts';
import { newId } from '#platform/ids.ts';

export const DeliverEventInput = z.strictObject({ subscriptionId: z.uuid(), eventId: z.uuid() });
export type DeliverEventInput = z.input<typeof DeliverEventInput>;

/**
 * Sends one event to one subscription, once and in its turn. When that fails the delivery is postponed and tried again out
 * of turn, so that one event, or an address that is down, does not hold up the others.
 */
export async function deliverEvent(ctx: Context, input: DeliverEventInput): Promise<{ result: string }> {
  requireDoor(ctx);
  const { subscriptionId, eventId } = parseInput(DeliverEventInput, input);
  const subscription = await ctx.db.webhookSubscription.findFirst({
    where: { id: subscriptionId, disabledAt: null },
    select: { createdById: true },
  });
  if (!subscription) return { result: 'subscriptionGone' };
  if (!(await isEnabled(ctx, 'outgoingWebhooks'))) return { result: 'switchedOff' };
  const present = await ctx.db.outgoingWebhook.findFirst({ where: { subscriptionId, eventId }, select: { id: true } });
  const id = present?.id ?? (await writeDelivery(ctx, subscriptionId, eventId, subscription.createdById));
  if (id === null) return { result: 'notVisible' };
  const attempt = await attemptDelivery(ctx, { deliveryId: id });
  if (attempt.result !== 'failed') return attempt;
  await inTransaction(ctx, async (tx) => tx.event('webhook.postponed', id, { subscriptionId }));
  return { result: 'postponed' };
}

/** Writes down what is sent, with the record as the subscription's maker may see it; null when they may not see it. */
async function writeDelivery(
  ctx: Context,
  subscriptionId: string,
  eventId: string,
  createdById: string | null,
): Promise<string | null> {
  const row = await ctx.db.event.findFirst({ where: { id: eventId } });
  if (!row) return null;
  const reader = await readerOf(ctx, createdById);
  const [event] = await decideAudiences(ctx, [
    {
      seq: row.seq,
      id: row.id,
      organizationId: row.organizationId,
      type: row.type,
      subjectId: row.subjectId,
      payload: z.record(z.string(), z.unknown()).parse(row.payload),
      at: row.occurredAt,
    },
  ]);
  if (!event || !reader || !isOfAudience(reader, event.audience)) return null;
  const body = await eventBody({ ...ctx, actor: reader }, event);
  await ctx.db.outgoingWebhook.createMany({
    data: [{ id: newId(), subscriptionId, eventId, eventType: row.type, body }],
    skipDuplicates: true,
  });
  return (await ctx.db.outgoingWebhook.findFirstOrThrow({ where: { subscriptionId, eventId }, select: { id: true } }))
    .id;
}

/** Whose eyes the events are seen with: the maker's; of an admin who left, an admin's, because the address stays the organization's. */
async function readerOf(ctx: Context, userId: string | null): Promise<UserActor | null> {
  if (userId === null) return null;
  const user = await ctx.db.user.findFirst({ where: { id: userId } });
  if (!user || (user.disabledAt && user.role !== 'admin')) return null;
  return { kind: 'user', id: user.id, name: user.name, role: user.role, permissions: user.permissions };
}
