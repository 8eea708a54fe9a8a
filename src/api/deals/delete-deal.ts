import { deleteDeal } from '#domain/deals/delete-deal.ts';
import { versionIfMatch } from '#api/leads/version-tag.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deleteDealRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/crm/deals/{id}',
    operationId: 'deleteDeal',
    tags: ['Deals'],
    summary: 'Delete a deal',
    description: 'It is taken out of all lists and can be brought back.',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Deleted.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    await deleteDeal(c.get('ctx'), {
      dealId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    return c.json({ message: 'The deal is deleted.' }, 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);
