import { z } from '@hono/zod-openapi';
import { mayWeCall } from '#domain/call-permission/may-we-call.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { CallPermission, toCallPermission } from '#api/call-requests/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

const PermissionQuery = z.object({
  at: z.iso.datetime({ offset: true }).optional().describe('The moment that is asked about; now when left out.'),
  agentId: z.uuid().optional(),
});

export const mayWeCallLeadRoute = defineRoute(
  {
    method: 'get',
    path: '/api/leads/{id}/may-we-call',
    operationId: 'mayWeCallLead',
    tags: ['Leads', 'Call requests'],
    summary: 'May we call this person, and why not',
    request: { params: IdParams, query: PermissionQuery },
    responses: { 200: answer(CallPermission, 'The answer of every rule, and when it would be yes.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const { at, agentId } = c.req.valid('query');
    const { contact } = await getLead(ctx, { leadId: c.req.valid('param').id });
    const permission = await mayWeCall(ctx, {
      contactId: contact.id,
      ...(agentId === undefined ? {} : { agentId }),
      ...(at === undefined ? {} : { at: new Date(at) }),
    });
    return c.json(toCallPermission(permission), 200);
  },
  { permission: 'leads.read', errors: ['not_found', 'forbidden'] },
);
