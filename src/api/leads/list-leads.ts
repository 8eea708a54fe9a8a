import { z } from '@hono/zod-openapi';
import { listLeads } from '#domain/leads/list-leads.ts';
import { Lead, toLead } from '#api/leads/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

const LeadsQuery = PageQuery.extend({
  ownerId: z.uuid().optional(),
  stageId: z.uuid().optional(),
  source: z.string().max(60).optional(),
  search: z.string().max(200).optional(),
});

export const listLeadsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/leads',
    operationId: 'listLeads',
    tags: ['Leads'],
    summary: 'Leads, newest first',
    request: { query: LeadsQuery },
    responses: { 200: answer(pageOf(Lead), 'A page of leads.') },
  },
  async (c) => {
    const page = await listLeads(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map(toLead), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'leads.read' },
);
