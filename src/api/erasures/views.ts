import { z } from '@hono/zod-openapi';
import { Moment } from '#api/views.ts';

export const Erasure = z
  .object({
    id: z.string(),
    contactId: z.string(),
    reason: z.string(),
    proof: z.record(z.string(), z.number()).describe('How many rows were deleted or blanked, by what they were.'),
    erasedById: z.string().nullable(),
    erasedAt: Moment,
  })
  .openapi('Erasure');
