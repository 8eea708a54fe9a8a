import { z } from '@hono/zod-openapi';
import { TemplateKindInput } from '#domain/templates/template-fields.ts';
import { Moment } from '#api/views.ts';

export const Template = z
  .object({
    id: z.string(),
    kind: TemplateKindInput,
    name: z.string(),
    language: z.enum(['ru', 'en']).nullable(),
    subject: z.string().nullable(),
    text: z.string(),
    fields: z.array(z.string()).describe('The fields that it names, such as `firstName` or `lead.custom.budget`.'),
    version: z.number().int(),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .openapi('Template');
