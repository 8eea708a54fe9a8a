import { z } from '@hono/zod-openapi';
import { flagKeys } from '#domain/feature-flags/flags.ts';
import { Moment } from '#api/views.ts';

export const FeatureFlag = z
  .object({
    key: z.enum(flagKeys),
    enabled: z.boolean(),
    default: z.boolean(),
    description: z.string(),
    updatedAt: Moment.nullable(),
  })
  .openapi('FeatureFlag');
