import type { Context } from '#domain/context.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Which tasks the actor may see: those of the leads that they see. */
export function visibleTasks(ctx: Context): Prisma.TaskWhereInput {
  return { lead: visibleLeads(ctx) };
}
