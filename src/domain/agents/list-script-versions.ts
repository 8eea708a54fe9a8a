import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { toScriptView } from '#domain/agents/agent-view.ts';
import type { ScriptView } from '#domain/agents/agent-view.ts';

export const ListScriptVersionsInput = z.strictObject({ agentId: z.uuid() });
export type ListScriptVersionsInput = z.input<typeof ListScriptVersionsInput>;

/** The versions of an agent's script, the newest first, 200 at most. */
export async function listScriptVersions(ctx: Context, input: ListScriptVersionsInput): Promise<ScriptView[]> {
  requirePermission(ctx, 'calls.read');
  const { agentId } = parseInput(ListScriptVersionsInput, input);
  const agent = await ctx.db.agent.findFirst({ where: { id: agentId }, select: { id: true } });
  if (!agent) throw notFound('agent');
  const rows = await ctx.db.scriptVersion.findMany({ where: { agentId }, orderBy: { version: 'desc' }, take: 200 });
  return rows.map(toScriptView);
}
