import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { AgentName, FromNumber, ProviderAgentId, Script } from '#domain/agents/agent-fields.ts';
import { toAgentView, withNewestScript } from '#domain/agents/agent-view.ts';
import type { AgentView } from '#domain/agents/agent-view.ts';

export const CreateAgentInput = z.strictObject({
  name: AgentName,
  providerAgentId: ProviderAgentId,
  fromNumber: FromNumber,
  language: z.enum(['ru', 'en']),
  isDefault: z.boolean().default(false),
  script: Script,
});
export type CreateAgentInput = z.input<typeof CreateAgentInput>;

/** Adds a voice agent with the first version of its script. */
export async function createAgent(ctx: Context, input: CreateAgentInput): Promise<AgentView> {
  requirePermission(ctx, 'settings.write');
  const data = parseInput(CreateAgentInput, input);
  return inTransaction(ctx, async (tx) => {
    // The organization's row is locked first, so that two defaults cannot appear at once.
    await tx.db.organization.updateMany({ data: { updatedAt: ctx.clock.now() } });
    if (data.isDefault) await tx.db.agent.updateMany({ where: { isDefault: true }, data: { isDefault: false } });
    const isFirst = (await tx.db.agent.count({ where: { disabledAt: null } })) === 0;
    const id = newId();
    const { script, ...agent } = data;
    await tx.db.agent.create({ data: { id, ...agent, isDefault: data.isDefault || isFirst } });
    await tx.db.scriptVersion.create({ data: { id: newId(), agentId: id, version: 1, ...script } });
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
