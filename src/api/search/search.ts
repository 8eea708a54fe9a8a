import { z } from '@hono/zod-openapi';
import { search } from '#domain/search/search.ts';
import { searchKinds } from '#domain/search/search-result.ts';
import { SearchKinds, SearchPage } from '#api/search/views.ts';
import { defineRoute } from '#api/route.ts';

const SearchQuery = z.object({
  q: z
    .string()
    .max(10_000)
    .default('')
    .openapi({ example: 'Kozlov' })
    .describe('A name in any alphabet, a part of a number or an address, words that were written or said.'),
  kinds: z
    .string()
    .max(200)
    .transform((list) => list.split(',').map((kind) => kind.trim()))
    .pipe(z.array(SearchKinds).min(1).max(searchKinds.length))
    .optional()
    .openapi({ type: 'string', example: 'lead,contact' })
    .describe(`What to look for, by commas: ${searchKinds.join(', ')}. All of them when absent.`),
  limit: z.coerce.number().int().min(1).max(50).default(20),
  cursor: z.string().max(300).optional().describe('`nextCursor` of the page before.'),
});

const example = {
  items: [
    {
      kind: 'lead' as const,
      id: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
      title: 'Мария Козлова',
      subtitle: 'In progress · OOO Romashka · Anna',
      highlights: [{ field: 'name', text: 'Мария Козлова', ranges: [[6, 13] as [number, number]] }],
      score: 0.8,
      at: '2026-11-20T10:00:00.000Z',
      leadId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
      contactId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2c',
      companyId: null,
      dealId: null,
      conversationId: null,
    },
  ],
  nextCursor: null,
  incomplete: [],
};

export const searchRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/search',
    operationId: 'search',
    tags: ['CRM'],
    summary: 'Everything that the text means, best first',
    description:
      'Names in Cyrillic and Latin letters and with typing errors, fragments of numbers and addresses, and words in all their forms in notes, messages and transcripts; only what the user may see.',
    request: { query: SearchQuery },
    responses: {
      200: { description: 'A page of results.', content: { 'application/json': { schema: SearchPage, example } } },
    },
  },
  async (c) => {
    const { q, kinds, limit, cursor } = c.req.valid('query');
    const page = await search(c.get('ctx'), { query: q, kinds, limit, cursor });
    return c.json(page, 200);
  },
  { permission: 'leads.read' },
);

export const searchRoutes = [searchRoute] as const;
