import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { permissions as allPermissions, requirePermission, userHas } from '#domain/permissions.ts';
import type { Permission } from '#domain/permissions.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { Role } from '#prisma/generated/enums.ts';

interface Rights {
  role: Role;
  permissions: readonly string[];
}

/**
 * Refuses to let somebody hand out, or change, more than they have themselves: whoever may write users but is no admin
 * can neither make admins nor touch them, nor grant a permission that they lack.
 */
export function requireMayGrant(ctx: Context, given: Rights, before?: Rights): void {
  requirePermission(ctx, 'users.write');
  if (ctx.actor.kind === 'system') return;
  const actor = ctx.actor;
  if (actor.kind !== 'user') throw missing('users.write');
  if (actor.role === 'admin') return;
  if (given.role === 'admin' || before?.role === 'admin') throw missing('users.write');
  const lacking = allPermissions.find(
    (permission) =>
      userHas(given, permission) && !userHas(actor, permission) && !(before && userHas(before, permission)),
  );
  if (lacking) throw missing(lacking);
}

/** Refuses to leave the organization without an admin who can sign in. Call it after the change, inside its transaction. */
export async function requireAdminLeft(tx: Transaction): Promise<void> {
  // The organization's row is locked first, so that two admins who remove each other do not both succeed.
  await tx.db.organization.updateMany({ data: { updatedAt: tx.ctx.clock.now() } });
  const admins = await tx.db.user.count({ where: { role: 'admin', disabledAt: null } });
  if (admins === 0) {
    throw new AppError('conflict', 'user.lastAdmin', 'This is the last admin; make somebody else an admin first.');
  }
}

function missing(permission: Permission): AppError {
  return new AppError(
    'forbidden',
    'permission.missing',
    `This needs the permission ${permission}, which you do not have.`,
    {
      params: { permission },
    },
  );
}
