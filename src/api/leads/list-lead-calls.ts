import { listCalls } from '#domain/calls/list-calls.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { Call, toCall } from '#api/calls/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listLeadCallsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/leads/{id}/calls',
    operationId: 'listLeadCalls',
    tags: ['Leads', 'Calls'],
    summary: 'Calls of a lead, newest first',
    request: { params: IdParams, query: PageQuery },
    responses: { 200: answer(pageOf(Call), 'A page of calls.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const { id: leadId } = c.req.valid('param');
    await getLead(ctx, { leadId });
    const page = await listCalls(ctx, { ...c.req.valid('query'), leadId });
    return c.json({ items: page.items.map((call) => toCall(call, c.get('deps'))), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
