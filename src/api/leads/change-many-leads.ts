import { z } from '@hono/zod-openapi';
import { ChangeManyLeadsInput, changeManyLeads } from '#domain/leads/change-many-leads.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const ManyLeadsChanged = z
  .object({
    outcomes: z.array(
      z.object({
        leadId: z.string(),
        outcome: z.enum(['done', 'unchanged', 'refused']),
        reason: z.string().optional().describe('Why it was refused, such as `lead.notFound`.'),
      }),
    ),
    done: z.number().int(),
    unchanged: z.number().int(),
    refused: z.number().int(),
  })
  .openapi('ManyLeadsChanged');

export const changeManyLeadsRoute = defineRoute(
  {
    method: 'post',
    path: '/api/leads/bulk',
    operationId: 'changeManyLeads',
    tags: ['Leads'],
    summary: 'One act on many leads',
    description:
      'Of up to 200 ids, or of all leads that meet a filter. One that cannot be changed does not hold up the others.',
    request: {
      body: jsonBody(ChangeManyLeadsInput, {
        leadIds: ['0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b'],
        act: { kind: 'putAside' },
      }),
    },
    responses: { 200: answer(ManyLeadsChanged, 'What became of each lead.') },
  },
  async (c) => c.json(await changeManyLeads(c.get('ctx'), c.req.valid('json')), 200),
  { permission: 'leads.write', errors: ['conflict'], isIdempotent: true },
);
