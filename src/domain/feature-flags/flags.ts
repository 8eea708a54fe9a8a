import type { Context } from '#domain/context.ts';

/** Every feature that an organization can switch, with what holds when it said nothing. */
export const flags = {
  aiDrafts: {
    default: true,
    description: 'AI proposes replies to clients’ messages and follow-ups to calls by itself.',
  },
  outgoingWebhooks: { default: true, description: 'Events are sent to the addresses of webhook subscriptions.' },
} as const;

export type FlagKey = keyof typeof flags;
export const flagKeys = Object.keys(flags) as [FlagKey, ...FlagKey[]];

/** Whether a feature is on in the actor's organization now. */
export async function isEnabled(ctx: Context, key: FlagKey): Promise<boolean> {
  const row = await ctx.db.featureFlag.findFirst({ where: { key }, select: { enabled: true } });
  return row?.enabled ?? flags[key].default;
}
