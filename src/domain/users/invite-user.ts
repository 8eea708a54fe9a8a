import { z } from 'zod';
import { sha256 } from '#platform/hashing.ts';
import { newId, newSecret } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { requireMayGrant } from '#domain/users/policy.ts';

export const InviteUserInput = z.strictObject({ userId: z.uuid() });
export type InviteUserInput = z.input<typeof InviteUserInput>;

export interface InviteView {
  /** `https://t.me/<bot>?start=<code>`: binds the Telegram account that opens it, once. */
  inviteUrl: string;
  code: string;
  expiresAt: Date;
}

const inviteLifeMs = 72 * 3_600_000;

/** Makes a link that binds a Telegram account to this member, once, within 72 hours; earlier unused links stop working. */
export async function inviteUser(ctx: Context, input: InviteUserInput): Promise<InviteView> {
  requirePermission(ctx, 'users.write');
  const { userId } = parseInput(InviteUserInput, input);
  const code = newSecret(24);
  const messenger = await ctx.ports.messenger();
  const inviteUrl = await messenger.startLink(code);
  const expiresAt = new Date(ctx.clock.now().getTime() + inviteLifeMs);
  await inTransaction(ctx, async (tx) => {
    const user = await tx.db.user.findFirst({ where: { id: userId, disabledAt: null } });
    if (!user) throw notFound('user');
    // Whoever opens the link acts as this member from then on, so it is as much as granting their rights.
    requireMayGrant(ctx, user);
    await tx.db.invite.updateMany({
      where: { userId, usedAt: null, expiresAt: { gt: ctx.clock.now() } },
      data: { expiresAt: ctx.clock.now() },
    });
    await tx.db.invite.create({
      data: {
        id: newId(),
        userId,
        codeHash: sha256(code),
        createdById: ctx.actor.kind === 'user' ? ctx.actor.id : null,
        expiresAt,
      },
    });
    tx.audit({
      action: 'user.invited',
      subjectType: 'user',
      subjectId: userId,
      data: { expiresAt: expiresAt.toISOString() },
    });
    tx.event('user.invited', userId, {});
  });
  return { inviteUrl, code, expiresAt };
}
