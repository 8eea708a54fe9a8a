import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { Script } from '#domain/agents/agent-fields.ts';
import { toScriptView } from '#domain/agents/agent-view.ts';
import type { ScriptView } from '#domain/agents/agent-view.ts';

export const AddScriptVersionInput = Script.extend({ agentId: z.uuid() });
export type AddScriptVersionInput = z.input<typeof AddScriptVersionInput>;

/** Writes the next version of an agent's script; requests that name an earlier version keep it. */
export async function addScriptVersion(ctx: Context, input: AddScriptVersionInput): Promise<ScriptView> {
  requirePermission(ctx, 'settings.write');
  const data = parseInput(AddScriptVersionInput, input);
  return inTransaction(ctx, async (tx) => {
    // Locks the agent, so that two new versions get two numbers.
    const { count } = await tx.db.agent.updateMany({
      where: { id: data.agentId },
      data: { updatedAt: ctx.clock.now() },
    });
    if (count === 0) throw notFound('agent');
    const newest = await tx.db.scriptVersion.findFirst({
      where: { agentId: data.agentId },
      orderBy: { version: 'desc' },
      select: { version: true },
    });
    const row = await tx.db.scriptVersion.create({
      data: { id: newId(), ...data, version: (newest?.version ?? 0) + 1 },
    });
    tx.audit({
      action: 'agent.scriptAdded',
      subjectType: 'agent',
      subjectId: data.agentId,
      data: { scriptVersionId: row.id, version: row.version },
    });
    tx.event('settings.changed', data.agentId, { key: 'agents' });
    return toScriptView(row);
  });
}
