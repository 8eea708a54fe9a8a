import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { invalidInput } from '#domain/parse-input.ts';

export const SubscriptionUrl = z.url({ protocol: /^https?$/ }).max(2_000);
/** `*`, or types such as `lead.created`; a type that does not happen is not refused, since types are added. */
export const SubscriptionEvents = z
  .array(z.string().regex(/^(\*|[a-zA-Z]{1,40}\.[a-zA-Z]{1,40})$/, 'is not an event type such as lead.created, or *'))
  .min(1)
  .max(100)
  .transform((types) => (types.includes('*') ? ['*'] : [...new Set(types)]));
export const SubscriptionDescription = z.string().trim().max(300).nullish();

/** Refuses addresses that could never be told anything, such as private ones. */
export function requireReachable(ctx: Context, url: string): void {
  const refusal = ctx.ports.webhooks.refusalOf(url);
  if (refusal !== null) throw invalidInput([{ field: 'url', problem: refusal }]);
}
