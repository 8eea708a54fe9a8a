import { z } from '@hono/zod-openapi';
import { likenessRules } from '#domain/duplicates/likeness.ts';
import { mergeableRecords } from '#domain/duplicates/policy.ts';
import { Moment, Named } from '#api/views.ts';

export const DuplicateSide = z
  .object({
    id: z.string(),
    name: z.string(),
    companyName: z.string().nullable(),
    phones: z.array(z.string()),
    emails: z.array(z.string()),
    telegramUsername: z.string().nullable(),
    domain: z.string().nullable(),
    taxId: z.string().nullable(),
    owner: Named.nullable(),
    createdAt: Moment,
  })
  .openapi('DuplicateSide');

export const Duplicate = z
  .object({
    id: z.string(),
    record: z.enum(mergeableRecords),
    score: z.number().describe('0 … 1'),
    sureness: z.enum(['nearlySure', 'likely', 'possible']),
    reasons: z.array(z.object({ rule: z.enum(likenessRules), left: z.string(), right: z.string() })),
    status: z.enum(['open', 'dismissed', 'merged']),
    left: DuplicateSide,
    right: DuplicateSide,
    createdAt: Moment,
  })
  .openapi('Duplicate');
