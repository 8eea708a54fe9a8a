import { CreateTemplateInput, createTemplate } from '#domain/templates/create-template.ts';
import { Template } from '#api/templates/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const createTemplateRoute = defineRoute(
  {
    method: 'post',
    path: '/api/templates',
    operationId: 'createTemplate',
    tags: ['Templates'],
    summary: 'Keep a prepared text',
    description:
      'Fields stand in double braces: `{{name}}`, `{{firstName}}`, `{{company}}`, `{{manager}}`, `{{organization}}`, `{{lead.custom.<key>}}`. One that does not exist is refused.',
    request: {
      body: jsonBody(CreateTemplateInput, {
        kind: 'email',
        name: 'After the test drive',
        language: 'en',
        subject: 'How was it, {{firstName}}?',
        text: 'Hello {{firstName}},\n\nthank you for coming. {{manager}}, {{organization}}',
      }),
    },
    responses: { 201: answer(Template, 'The template.') },
  },
  async (c) => c.json(await createTemplate(c.get('ctx'), c.req.valid('json')), 201),
  { permission: 'conversations.reply', errors: ['conflict'], isIdempotent: true },
);
