import { getEmail } from '#domain/emails/get-email.ts';
import { Email, toEmail } from '#api/emails/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getEmailRoute = defineRoute(
  {
    method: 'get',
    path: '/api/emails/{id}',
    operationId: 'getEmail',
    tags: ['E-mail'],
    summary: 'One e-mail and what became of it',
    request: { params: IdParams },
    responses: { 200: answer(Email, 'The e-mail.') },
  },
  async (c) => c.json(toEmail(await getEmail(c.get('ctx'), { emailId: c.req.valid('param').id }), c.get('deps')), 200),
  { permission: 'leads.read', errors: ['not_found'] },
);
