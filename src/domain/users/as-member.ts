import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import type { UserActor } from '#domain/permissions.ts';

/**
 * The context in which a job does what a member asked for: with the member's present role and permissions, so that it sees
 * and changes nothing that they could not. `permission.missing` when they left.
 */
export async function asMember(ctx: Context, userId: string | null): Promise<Context & { actor: UserActor }> {
  const user =
    userId === null
      ? null
      : await ctx.db.user.findFirst({
          where: { id: userId, disabledAt: null },
          select: { id: true, name: true, role: true, permissions: true },
        });
  if (!user) {
    throw new AppError(
      'forbidden',
      'permission.missing',
      'Who asked for this is no member of the organization any more.',
      {
        params: { permission: 'member' },
      },
    );
  }
  return { ...ctx, actor: { kind: 'user', ...user } };
}
