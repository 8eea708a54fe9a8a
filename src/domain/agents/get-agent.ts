import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { toAgentView, withNewestScript } from '#domain/agents/agent-view.ts';
import type { AgentView } from '#domain/agents/agent-view.ts';

export const GetAgentInput = z.strictObject({ agentId: z.uuid() });
export type GetAgentInput = z.input<typeof GetAgentInput>;

/** One voice agent, also a disabled one. */
export async function getAgent(ctx: Context, input: GetAgentInput): Promise<AgentView> {
  requirePermission(ctx, 'calls.read');
  const { agentId } = parseInput(GetAgentInput, input);
  const row = await ctx.db.agent.findFirst({ where: { id: agentId }, include: withNewestScript });
  if (!row) throw notFound('agent');
  return toAgentView(row);
}
