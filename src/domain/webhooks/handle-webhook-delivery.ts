import { z } from 'zod';
import { applyProviderCall } from '#domain/calls/apply-provider-call.ts';
import { callOutcomes } from '#domain/calls/call-outcome.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { ProviderCall } from '#domain/ports/telephony.ts';

export const HandleWebhookDeliveryInput = z.strictObject({ deliveryId: z.uuid() });
export type HandleWebhookDeliveryInput = z.input<typeof HandleWebhookDeliveryInput>;

const Moment = z.iso.datetime().transform((text) => new Date(text));

/** A provider's call as the intake stored it: JSON, so that its moments are text. */
const StoredProviderCall = z.object({
  providerCallId: z.string(),
  attemptId: z.string().nullable(),
  organizationId: z.string().nullable(),
  phase: z.enum(['registered', 'ongoing', 'ended', 'not_connected', 'failed']),
  outcome: z.enum(callOutcomes).nullable(),
  providerReason: z.string().nullable(),
  startedAt: Moment.nullable(),
  endedAt: Moment.nullable(),
  durationSec: z.number().nullable(),
  costCents: z.number().nullable(),
  segments: z
    .array(z.object({ speaker: z.enum(['A', 'B']), startMs: z.number(), endMs: z.number(), text: z.string() }))
    .nullable(),
  recordingUrl: z.string().nullable(),
  complete: z.boolean(),
}) satisfies z.ZodType<ProviderCall>;

const StoredResult = z.object({
  parsed: z.object({ fact: z.enum(['started', 'ended', 'analyzed', 'seen']), call: StoredProviderCall }),
});

/** Applies a stored webhook to the records it is about, once; a delivery that was handled already changes nothing. */
export async function handleWebhookDelivery(
  ctx: Context,
  input: HandleWebhookDeliveryInput,
): Promise<{ result: string }> {
  const { deliveryId } = parseInput(HandleWebhookDeliveryInput, input);
  const delivery = await ctx.db.webhookDelivery.findFirst({ where: { id: deliveryId } });
  if (!delivery || delivery.handledAt !== null) return { result: 'handledBefore' };
  const { parsed } = StoredResult.parse(delivery.result);
  const applied = await applyProviderCall(ctx, parsed);
  await ctx.db.webhookDelivery.updateMany({ where: { id: deliveryId }, data: { handledAt: ctx.clock.now() } });
  return { result: applied.result };
}
