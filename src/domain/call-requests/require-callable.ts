import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { refusingRules } from '#domain/call-permission/call-permission.ts';
import type { CallPermission } from '#domain/call-permission/call-permission.ts';
import { decidePermission } from '#domain/call-permission/decide-permission.ts';
import { gatherCallFacts } from '#domain/call-permission/gather-facts.ts';
import type { CallSubject } from '#domain/call-permission/gather-facts.ts';

/**
 * Refuses with `callPermission.denied` what could not be called at any moment of its window. What only has to wait for
 * calling hours or for a pause inside the window is let through: the dialler waits.
 */
export async function requireCallable(
  ctx: Context,
  subject: Omit<CallSubject, 'at'>,
  window: { windowStart: Date; windowEnd: Date },
): Promise<CallPermission> {
  const now = ctx.clock.now();
  const at = window.windowStart > now ? window.windowStart : now;
  const [facts] = await gatherCallFacts(ctx.db, [{ ...subject, at }]);
  if (!facts) throw new Error('One subject has one set of facts.');
  const permission = decidePermission(facts, at);
  if (permission.nextAllowedAt && permission.nextAllowedAt < window.windowEnd) return permission;
  throw permissionDenied(permission);
}

/** The refusal with the rules that refuse; `why` lists their ids. */
export function permissionDenied(permission: CallPermission): AppError {
  const why = refusingRules(permission).join(', ');
  return new AppError('conflict', 'callPermission.denied', `This call is not allowed in its time: ${why}.`, {
    params: { why, ...(permission.nextAllowedAt ? { nextAllowedAt: permission.nextAllowedAt.toISOString() } : {}) },
  });
}
