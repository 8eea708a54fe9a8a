import { z } from '@hono/zod-openapi';
import type { CountLeadsInput } from '#domain/leads/count-leads.ts';
import { QueryFlag } from '#api/route.ts';

/** What leads can be filtered by in a query. */
export const leadFilterQuery = {
  ownerId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  companyId: z.uuid().optional(),
  pipelineId: z.uuid().optional(),
  stageId: z.uuid().optional(),
  source: z.string().max(60).optional(),
  search: z.string().max(100).optional().describe('A part of a name, company, username, e-mail address or number.'),
  mine: QueryFlag.optional(),
  unowned: QueryFlag.optional().describe('Only leads that nobody owns.'),
  open: QueryFlag.optional().describe('Only leads that are not closed, or only closed ones.'),
  stuck: QueryFlag.optional().describe('Only open leads that stand on their stage for longer than it allows.'),
  noNextStep: QueryFlag.optional().describe('Only open leads without an open task.'),
  notTaken: QueryFlag.optional().describe('Only open leads that nobody has taken yet.'),
  spam: QueryFlag.optional().describe('Only what was put aside as spam.'),
  createdFrom: z.iso.datetime({ offset: true }).optional(),
  createdTo: z.iso.datetime({ offset: true }).optional().describe('The first moment that is too late.'),
};

type LeadFilterQuery = z.output<z.ZodObject<typeof leadFilterQuery>>;

/** The filter as operations take it: moments as dates, an empty search as none. */
export function toLeadFilter<Query extends LeadFilterQuery>(
  query: Query,
): Omit<Query, 'createdFrom' | 'createdTo' | 'search'> & CountLeadsInput {
  const { createdFrom, createdTo, search, ...rest } = query;
  return {
    ...rest,
    ...(search?.trim() ? { search } : {}),
    ...(createdFrom === undefined ? {} : { createdFrom: new Date(createdFrom) }),
    ...(createdTo === undefined ? {} : { createdTo: new Date(createdTo) }),
  };
}
