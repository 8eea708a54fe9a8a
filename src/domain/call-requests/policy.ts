import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { actorHas, seesAll } from '#domain/permissions.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** May the actor read call requests at all? Which ones is `callRequestViewer`. */
export function requireReadCallRequests(ctx: Context): void {
  if (
    (['callRequests.create', 'callRequests.readAll', 'calls.approve'] as const).some((permission) =>
      actorHas(ctx.actor, permission),
    )
  )
    return;
  throw new AppError(
    'forbidden',
    'permission.missing',
    'This needs the permission callRequests.create, which you do not have.',
    {
      params: { permission: 'callRequests.create' },
    },
  );
}

/** For prepared reads: null sees all (approvers too), an id sees what it asked for and what is about its own leads. */
export function callRequestViewer(ctx: Context): string | null {
  if (seesAll(ctx.actor, 'callRequests.readAll') || actorHas(ctx.actor, 'calls.approve')) return null;
  return ctx.actor.id ?? '00000000-0000-0000-0000-000000000000';
}

/** The same for Prisma. */
export function visibleCallRequests(ctx: Context): Prisma.CallRequestWhereInput {
  const viewerId = callRequestViewer(ctx);
  return viewerId === null ? {} : { OR: [{ requesterId: viewerId }, { lead: { ownerId: viewerId } }] };
}

/** May the actor edit or cancel it? The requester, the lead's owner, approvers and admins. */
export function requireMayChange(
  ctx: Context,
  request: { requesterId: string; lead: { ownerId: string | null } },
): void {
  const { actor } = ctx;
  if (actorHas(actor, 'calls.approve')) return;
  const isOwn = actor.id !== null && (request.requesterId === actor.id || request.lead.ownerId === actor.id);
  if (isOwn && actorHas(actor, 'callRequests.create')) return;
  throw new AppError(
    'forbidden',
    'permission.missing',
    'Only the requester, the owner of the lead or an approver can change this request.',
    {
      params: { permission: 'calls.approve' },
    },
  );
}
