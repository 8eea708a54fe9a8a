import { z } from '@hono/zod-openapi';
import { searchKinds } from '#domain/search/search-result.ts';
import { Moment } from '#api/views.ts';

export const SearchKinds = z.enum(searchKinds);

export const Highlight = z
  .object({
    field: z
      .string()
      .describe('name, phone, email, telegramUsername, companyName, domain, taxId, amount, transcript or text'),
    text: z.string().describe('Plain text, cut around the first found word; never markup.'),
    ranges: z
      .array(z.tuple([z.number().int(), z.number().int()]))
      .describe('Pairs [from, to) of UTF-16 units of `text`, for marking what was found.'),
  })
  .openapi('SearchHighlight');

export const SearchResult = z
  .object({
    kind: SearchKinds,
    id: z.string(),
    title: z.string(),
    subtitle: z.string().nullable(),
    highlights: z.array(Highlight),
    score: z
      .number()
      .describe('1: called exactly so; from 0.7: contains it; from 0.3: spelt like it; below: speaks of it.'),
    at: Moment,
    leadId: z.string().nullable(),
    contactId: z.string().nullable(),
    companyId: z.string().nullable(),
    dealId: z.string().nullable(),
    conversationId: z.string().nullable(),
  })
  .openapi('SearchResult');

export const SearchPage = z
  .object({
    items: z.array(SearchResult),
    nextCursor: z.string().nullable(),
    incomplete: z
      .array(SearchKinds)
      .describe('Kinds that could not be looked through in time; the others are complete.'),
  })
  .openapi('SearchPage');
