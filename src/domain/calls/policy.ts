import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { actorHas, seesAll } from '#domain/permissions.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Refuses members and clients: only what a job carries out may do this. */
export function requireSystem(ctx: Context): void {
  if (ctx.actor.kind === 'system') return;
  throw new AppError(
    'forbidden',
    'permission.missing',
    'Nobody does this by hand; the system does it when it is due.',
    {
      params: { permission: 'system' },
    },
  );
}

/** For prepared reads: null sees all calls, an id sees its own and those of its own leads. */
export function callViewer(ctx: Context): string | null {
  if (seesAll(ctx.actor, 'calls.readAll')) return null;
  return ctx.actor.id ?? '00000000-0000-0000-0000-000000000000';
}

/** The same for Prisma. */
export function visibleCalls(ctx: Context): Prisma.CallWhereInput {
  const viewerId = callViewer(ctx);
  return viewerId === null ? {} : { OR: [{ managerId: viewerId }, { lead: { ownerId: viewerId } }] };
}

/** May the actor decide what becomes of a call that stands before a person? Its manager, the lead's owner, approvers. */
export function requireMayResolve(
  ctx: Context,
  call: { managerId: string | null; lead: { ownerId: string | null } | null },
): void {
  const { actor } = ctx;
  if (actorHas(actor, 'calls.approve')) return;
  const isOwn = actor.id !== null && (call.managerId === actor.id || call.lead?.ownerId === actor.id);
  if (isOwn && actorHas(actor, 'callRequests.create')) return;
  throw new AppError(
    'forbidden',
    'permission.missing',
    'Only the manager of the call or an approver can decide this.',
    {
      params: { permission: 'calls.approve' },
    },
  );
}
