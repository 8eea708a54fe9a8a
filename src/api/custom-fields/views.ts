import { z } from '@hono/zod-openapi';
import { CustomFieldKindInput, RecordKindInput } from '#domain/custom-fields/custom-field-view.ts';

export const CustomField = z
  .object({
    id: z.string(),
    record: RecordKindInput,
    key: z.string().describe('The name of its values in `customFields`.'),
    label: z.string(),
    kind: CustomFieldKindInput,
    options: z.array(z.string()).describe('What may be chosen, for select and multiselect.'),
    required: z.boolean(),
    position: z.number().int(),
  })
  .openapi('CustomField');
