import { UpdateTemplateInput, updateTemplate } from '#domain/templates/update-template.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { Template } from '#api/templates/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateTemplateRoute = defineRoute(
  {
    method: 'put',
    path: '/api/templates/{id}',
    operationId: 'updateTemplate',
    tags: ['Templates'],
    summary: 'Change a prepared text',
    description: 'What is left out stays as it is. `If-Match` or `version` guards against a change in between.',
    request: {
      params: IdParams,
      body: jsonBody(UpdateTemplateInput.omit({ templateId: true }), { text: 'Hello {{firstName}}! {{manager}}' }),
    },
    responses: { 200: answer(Template, 'The template as it is now.') },
  },
  async (c) => {
    const body = c.req.valid('json');
    const version = versionIfMatch(c) ?? body.version;
    const template = await updateTemplate(c.get('ctx'), {
      ...onlyGiven({ ...body, version }),
      templateId: c.req.valid('param').id,
    });
    c.header('ETag', tagOf(template.version));
    return c.json(template, 200);
  },
  { permission: 'conversations.reply', errors: ['not_found', 'stale', 'conflict'] },
);
