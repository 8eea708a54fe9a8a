import { z } from '@hono/zod-openapi';

/** Values under the keys of the organization's own fields, as the API shows them. */
export const CustomFieldValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))
  .openapi({ example: { car: 'Vesta', budget: 1_500_000 } });
