import type { Context } from '#domain/context.ts';
import { requirePermission } from '#domain/permissions.ts';
import { toAgentView, withNewestScript } from '#domain/agents/agent-view.ts';
import type { AgentView } from '#domain/agents/agent-view.ts';

/** The organization's voice agents, the default one first; disabled ones only when asked for. */
export async function listAgents(ctx: Context, input: { withDisabled?: boolean } = {}): Promise<AgentView[]> {
  requirePermission(ctx, 'calls.read');
  const rows = await ctx.db.agent.findMany({
    where: input.withDisabled === true ? {} : { disabledAt: null },
    include: withNewestScript,
    orderBy: [{ isDefault: 'desc' }, { createdAt: 'asc' }],
    take: 200,
  });
  return rows.map(toAgentView);
}
