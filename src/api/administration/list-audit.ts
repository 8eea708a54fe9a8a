import { z } from '@hono/zod-openapi';
import { listAudit } from '#domain/audit/list-audit.ts';
import { Moment } from '#api/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

const AuditEntry = z
  .object({
    id: z.string(),
    seq: z.string(),
    actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    action: z.string(),
    subjectType: z.string(),
    subjectId: z.string().nullable(),
    data: z.unknown(),
    requestId: z.string().nullable(),
    at: Moment,
    hash: z.string().describe('Chains this entry to the one before.'),
  })
  .openapi('AuditEntry');

export const listAuditRoute = defineRoute(
  {
    method: 'get',
    path: '/api/audit',
    operationId: 'listAudit',
    tags: ['Administration'],
    summary: 'Who did what, newest first',
    request: { query: PageQuery.extend({ subjectId: z.uuid().optional() }) },
    responses: { 200: answer(pageOf(AuditEntry), 'A page of the audit log.') },
  },
  async (c) => {
    const page = await listAudit(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map((entry) => ({ ...entry })), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'audit.read' },
);
