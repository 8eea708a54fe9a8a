import { z } from '@hono/zod-openapi';
import { verifyAuditChain } from '#domain/audit/verify-audit-chain.ts';
import { answer, defineRoute } from '#api/route.ts';

const AuditCheck = z
  .object({
    ok: z.boolean().describe('Whether nothing was changed, removed or slipped in.'),
    brokenAtSeq: z.string().optional().describe('The first entry that does not hold.'),
  })
  .openapi('AuditCheck');

export const verifyAuditRoute = defineRoute(
  {
    method: 'get',
    path: '/api/audit/verify',
    operationId: 'verifyAudit',
    tags: ['Administration'],
    summary: 'Recompute the whole chain of the audit log',
    responses: { 200: answer(AuditCheck, 'Whether it holds.') },
  },
  async (c) => c.json(await verifyAuditChain(c.get('ctx')), 200),
  { permission: 'audit.read' },
);
