import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { AgentName, FromNumber, ProviderAgentId } from '#domain/agents/agent-fields.ts';
import { toAgentView, withNewestScript } from '#domain/agents/agent-view.ts';
import type { AgentView } from '#domain/agents/agent-view.ts';
import { defaultScripts } from '#domain/agents/default-script.ts';

export const EnsureDefaultAgentInput = z.strictObject({
  name: AgentName,
  providerAgentId: ProviderAgentId,
  fromNumber: FromNumber,
  language: z.enum(['ru', 'en']),
});
export type EnsureDefaultAgentInput = z.input<typeof EnsureDefaultAgentInput>;

/** The organization's default agent; made with the default script when there is none. Safe to call at every start. */
export async function ensureDefaultAgent(ctx: Context, input: EnsureDefaultAgentInput): Promise<AgentView> {
  requirePermission(ctx, 'settings.write');
  const data = parseInput(EnsureDefaultAgentInput, input);
  return inTransaction(ctx, async (tx) => {
    // Processes that start together wait for each other here.
    await tx.db.organization.updateMany({ data: { updatedAt: ctx.clock.now() } });
    const present = await tx.db.agent.findFirst({
      where: { isDefault: true, disabledAt: null },
      include: withNewestScript,
    });
    if (present) return toAgentView(present);
    const id = newId();
    await tx.db.agent.create({ data: { id, ...data, isDefault: true } });
    await tx.db.scriptVersion.create({
      data: { id: newId(), agentId: id, version: 1, ...defaultScripts[data.language] },
    });
    tx.audit({
      action: 'agent.created',
      subjectType: 'agent',
      subjectId: id,
      data: { name: data.name, providerAgentId: data.providerAgentId },
    });
    tx.event('settings.changed', id, { key: 'agents' });
    return toAgentView(await tx.db.agent.findFirstOrThrow({ where: { id }, include: withNewestScript }));
  });
}
