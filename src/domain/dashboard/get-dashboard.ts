import { visibleCallRequests } from '#domain/call-requests/policy.ts';
import type { Context } from '#domain/context.ts';
import { visibleConversations } from '#domain/conversations/policy.ts';
import { todayOf } from '#domain/dashboard/get-dashboard-stats.ts';
import { visibleDeals } from '#domain/deals/policy.ts';
import { visibleDrafts } from '#domain/drafts/policy.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import { requirePermission } from '#domain/permissions.ts';
import { visibleTasks } from '#domain/tasks/policy.ts';

export interface Dashboard {
  leads: { open: number; newToday: number; byStage: { stageId: string; name: string; count: number }[] };
  deals: { open: number };
  callRequests: { pending: number };
  conversations: { waiting: number };
  drafts: { ready: number };
  tasks: { open: number; overdue: number };
}

/** What stands open now among the records that the member may see. */
export async function getDashboard(ctx: Context): Promise<Dashboard> {
  requirePermission(ctx, 'leads.read');
  const now = ctx.clock.now();
  const { db } = ctx;
  const midnight = (await todayOf(ctx)).startOf('day').toJSDate();
  const openLeads = { AND: [visibleLeads(ctx), { closedAt: null }] };
  const openTasks = { AND: [visibleTasks(ctx), { doneAt: null, deletedAt: null }] };
  const [stages, counted, newToday, deals, pending, waiting, ready, open, overdue] = await Promise.all([
    db.stage.findMany({
      where: { kind: 'open' },
      select: { id: true, name: true },
      orderBy: [{ pipelineId: 'asc' }, { position: 'asc' }],
    }),
    db.lead.groupBy({ by: ['stageId'], where: openLeads, _count: { _all: true } }),
    db.lead.count({ where: { AND: [visibleLeads(ctx), { createdAt: { gte: midnight } }] } }),
    db.deal.count({ where: { AND: [visibleDeals(ctx), { closedAt: null }] } }),
    db.callRequest.count({
      where: { AND: [visibleCallRequests(ctx), { status: 'pending', deadlineAt: { gt: now } }] },
    }),
    db.conversation.count({ where: { AND: [visibleConversations(ctx), { unreadCount: { gt: 0 } }] } }),
    db.draft.count({ where: { AND: [visibleDrafts(ctx), { status: 'ready' }] } }),
    db.task.count({ where: openTasks }),
    db.task.count({ where: { AND: [openTasks, { dueAt: { lt: now } }] } }),
  ]);
  const byStage = new Map(counted.map((group) => [group.stageId, group._count._all]));
  return {
    leads: {
      open: [...byStage.values()].reduce((sum, count) => sum + count, 0),
      newToday,
      byStage: stages.map(({ id, name }) => ({ stageId: id, name, count: byStage.get(id) ?? 0 })),
    },
    deals: { open: deals },
    callRequests: { pending },
    conversations: { waiting },
    drafts: { ready },
    tasks: { open, overdue },
  };
}
