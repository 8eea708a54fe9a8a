import { z } from '@hono/zod-openapi';
import { EmailStatusInput, listEmails } from '#domain/emails/list-emails.ts';
import type { ListEmailsInput } from '#domain/emails/list-emails.ts';
import { Email, toEmail } from '#api/emails/views.ts';
import type { ApiContext } from '#api/env.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

const StatusQuery = PageQuery.extend({ status: EmailStatusInput.optional() });

export const listEmailsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/emails',
    operationId: 'listEmails',
    tags: ['E-mail'],
    summary: 'E-mails, newest first',
    request: {
      query: StatusQuery.extend({
        leadId: z.uuid().optional(),
        contactId: z.uuid().optional(),
        dealId: z.uuid().optional(),
      }),
    },
    responses: { 200: answer(pageOf(Email), 'A page of e-mails.') },
  },
  async (c) => c.json(await pageFor(c, c.req.valid('query')), 200),
  { permission: 'leads.read', errors: ['not_found'] },
);

export const listLeadEmailsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/leads/{id}/emails',
    operationId: 'listLeadEmails',
    tags: ['Leads', 'E-mail'],
    summary: 'E-mails about a lead, newest first',
    request: { params: IdParams, query: StatusQuery },
    responses: { 200: answer(pageOf(Email), 'A page of e-mails.') },
  },
  async (c) => c.json(await pageFor(c, { ...c.req.valid('query'), leadId: c.req.valid('param').id }), 200),
  { permission: 'leads.read', errors: ['not_found'] },
);

export const listContactEmailsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/clients/{id}/emails',
    operationId: 'listContactEmails',
    tags: ['Contacts', 'E-mail'],
    summary: 'E-mails to a contact, newest first',
    request: { params: IdParams, query: StatusQuery },
    responses: { 200: answer(pageOf(Email), 'A page of e-mails.') },
  },
  async (c) => c.json(await pageFor(c, { ...c.req.valid('query'), contactId: c.req.valid('param').id }), 200),
  { permission: 'leads.read', errors: ['not_found'] },
);

export const listDealEmailsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/deals/{id}/emails',
    operationId: 'listDealEmails',
    tags: ['Deals', 'E-mail'],
    summary: 'E-mails about a deal, newest first',
    request: { params: IdParams, query: StatusQuery },
    responses: { 200: answer(pageOf(Email), 'A page of e-mails.') },
  },
  async (c) => c.json(await pageFor(c, { ...c.req.valid('query'), dealId: c.req.valid('param').id }), 200),
  { permission: 'leads.read', errors: ['not_found'] },
);

async function pageFor(c: ApiContext, input: ListEmailsInput) {
  const page = await listEmails(c.get('ctx'), input);
  return { items: page.items.map((email) => toEmail(email, c.get('deps'))), nextCursor: page.nextCursor };
}
