import { bringLeadBack, putLeadAside } from '#domain/leads/put-lead-aside.ts';
import { restoreLead } from '#domain/leads/restore-lead.ts';
import { takeLead } from '#domain/leads/take-lead.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { Lead, toLead } from '#api/leads/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

const asItIsNow = { 200: answer(Lead, 'The lead as it is now.') };

export const takeLeadRoute = defineRoute(
  {
    method: 'post',
    path: '/api/leads/{id}/take',
    operationId: 'takeLead',
    tags: ['Leads'],
    summary: 'Take a lead that waits to be taken',
    description: 'The first one wins; the others are told who it was (409).',
    request: { params: IdParams },
    responses: asItIsNow,
  },
  async (c) => {
    const lead = await takeLead(c.get('ctx'), { leadId: c.req.valid('param').id });
    c.header('ETag', tagOf(lead.version));
    return c.json(toLead(lead), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'conflict'] },
);

export const putLeadAsideRoute = defineRoute(
  {
    method: 'post',
    path: '/api/leads/{id}/put-aside',
    operationId: 'putLeadAside',
    tags: ['Leads'],
    summary: 'Put a lead aside as spam',
    description: 'It leaves all lists and is deleted in seven days unless it is brought back.',
    request: { params: IdParams },
    responses: asItIsNow,
  },
  async (c) => {
    const version = versionIfMatch(c);
    const lead = await putLeadAside(c.get('ctx'), {
      leadId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(lead.version));
    return c.json(toLead(lead), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);

export const bringLeadBackRoute = defineRoute(
  {
    method: 'post',
    path: '/api/leads/{id}/bring-back',
    operationId: 'bringLeadBack',
    tags: ['Leads'],
    summary: 'Take a lead out of the spam again',
    request: { params: IdParams },
    responses: asItIsNow,
  },
  async (c) => {
    const lead = await bringLeadBack(c.get('ctx'), { leadId: c.req.valid('param').id });
    c.header('ETag', tagOf(lead.version));
    return c.json(toLead(lead), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);

export const restoreLeadRoute = defineRoute(
  {
    method: 'post',
    path: '/api/leads/{id}/restore',
    operationId: 'restoreLead',
    tags: ['Leads'],
    summary: 'Undo the deletion of a lead',
    request: { params: IdParams },
    responses: asItIsNow,
  },
  async (c) => {
    const lead = await restoreLead(c.get('ctx'), { leadId: c.req.valid('param').id });
    c.header('ETag', tagOf(lead.version));
    return c.json(toLead(lead), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'conflict', 'stale'] },
);
