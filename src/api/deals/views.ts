import { z } from '@hono/zod-openapi';
import type { DealView } from '#domain/deals/deal-view.ts';
import { CustomFieldValues } from '#api/custom-fields/values.ts';
import { Moment, Named } from '#api/views.ts';

export const Deal = z
  .object({
    id: z.string(),
    name: z.string(),
    amountCents: z.number().int().nullable().describe('In the currency’s smallest unit.'),
    currency: z.string().openapi({ example: 'RUB' }),
    source: z.string(),
    note: z.string().nullable(),
    customFields: CustomFieldValues,
    contact: Named.nullable(),
    company: Named.nullable(),
    lead: Named.nullable().describe('The lead it was converted from.'),
    pipeline: Named,
    stage: Named.extend({ kind: z.enum(['open', 'won', 'lost']) }),
    owner: Named.nullable(),
    expectedCloseOn: z.string().nullable().openapi({ example: '2026-12-31' }),
    closedAt: Moment.nullable(),
    closeReason: z.string().nullable(),
    stageEnteredAt: Moment,
    version: z.number().int().describe('Send it back in If-Match to change only what you saw.'),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .openapi('Deal');

/** The domain's view is already the API's shape; only its type is narrowed for the JSON. */
export function toDeal(deal: DealView): DealView {
  return deal;
}
