import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { AgentName, FromNumber, ProviderAgentId } from '#domain/agents/agent-fields.ts';
import { toAgentView, withNewestScript } from '#domain/agents/agent-view.ts';
import type { AgentView } from '#domain/agents/agent-view.ts';
import { askAgainForAgent } from '#domain/call-requests/ask-again.ts';

export const UpdateAgentInput = z.strictObject({
  agentId: z.uuid(),
  name: AgentName.optional(),
  providerAgentId: ProviderAgentId.optional(),
  fromNumber: FromNumber.optional(),
  language: z.enum(['ru', 'en']).optional(),
  isDefault: z.literal(true).optional(),
  disabled: z.boolean().optional(),
});
export type UpdateAgentInput = z.input<typeof UpdateAgentInput>;

/**
 * Changes an agent. Another voice or another number to call from voids approvals that have not been dialled: their
 * requests are asked for again.
 */
export async function updateAgent(ctx: Context, input: UpdateAgentInput): Promise<AgentView> {
  requirePermission(ctx, 'settings.write');
  const { agentId, disabled, ...changes } = parseInput(UpdateAgentInput, input);
  return inTransaction(ctx, async (tx) => {
    await tx.db.organization.updateMany({ data: { updatedAt: ctx.clock.now() } });
    const before = await tx.db.agent.findFirst({ where: { id: agentId } });
    if (!before) throw notFound('agent');
    if (changes.isDefault)
      await tx.db.agent.updateMany({ where: { isDefault: true, id: { not: agentId } }, data: { isDefault: false } });
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const disabledAt =
      disabled === undefined ? {} : { disabledAt: disabled ? (before.disabledAt ?? ctx.clock.now()) : null };
    const after = await tx.db.agent.update({
      where: { id: agentId },
      data: { ...given, ...disabledAt },
      include: withNewestScript,
    });
    const isOtherVoice = after.providerAgentId !== before.providerAgentId || after.fromNumber !== before.fromNumber;
    if (isOtherVoice) await askAgainForAgent(tx, agentId);
    tx.audit({
      action: 'agent.changed',
      subjectType: 'agent',
      subjectId: agentId,
      data: { fields: [...Object.keys(given), ...Object.keys(disabledAt)] },
    });
    tx.event('settings.changed', agentId, { key: 'agents' });
    return toAgentView(after);
  });
}
