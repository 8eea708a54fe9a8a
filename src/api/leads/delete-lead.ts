import { deleteLead } from '#domain/leads/delete-lead.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deleteLeadRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/leads/{id}',
    operationId: 'deleteLead',
    tags: ['Leads'],
    summary: 'Delete a lead',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Deleted.') },
  },
  async (c) => {
    await deleteLead(c.get('ctx'), { leadId: c.req.valid('param').id });
    return c.json({ message: 'The lead is deleted.' }, 200);
  },
  { permission: 'leads.write', errors: ['not_found'] },
);
