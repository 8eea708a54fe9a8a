import type { Context } from '#domain/context.ts';
import { visibleDeals } from '#domain/deals/policy.ts';
import { leadViewer, visibleLeads } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { taskShape } from '#domain/tasks/task-view.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import type { Prisma } from '#prisma/generated/client.ts';

const present: Prisma.TaskWhereInput = { deletedAt: null, OR: [{ leadId: null }, { lead: { deletedAt: null } }] };

/** The actor's own tasks: every member sees theirs, so that nothing else has to be asked. */
export function ownTasks(ctx: Context): Prisma.TaskWhereInput {
  return { AND: [present, { ownerId: ctx.actor.id ?? '' }] };
}

/**
 * Which tasks the actor may see: all, or their own and those of leads and deals that they see. Deleted ones and those of
 * deleted leads never.
 */
export function visibleTasks(ctx: Context): Prisma.TaskWhereInput {
  const viewerId = leadViewer(ctx);
  if (viewerId === null) return present;
  return { AND: [present, { OR: [{ ownerId: viewerId }, { lead: visibleLeads(ctx) }, { deal: visibleDeals(ctx) }] }] };
}

/** The task's row with what its view needs, or `task.notFound` when it is not there or not the actor's to see. */
export async function requireTask(ctx: Context, db: TenantDb, taskId: string) {
  const row = await db.task.findFirst({ where: { AND: [{ id: taskId }, visibleTasks(ctx)] }, include: taskShape });
  if (!row) throw notFound('task');
  return row;
}
