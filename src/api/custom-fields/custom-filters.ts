import type { ApiContext } from '#api/env.ts';

/** What a list's documentation says about filters by fields of the organization's own. */
export const customFiltersNote =
  'A field of the organization’s own filters by `custom.<key>=value`, at most four of them at once.';

/** The filters by fields of the organization's own among a request's query parameters. */
export function customFilters(c: ApiContext): { custom?: Record<string, string> } {
  const given = Object.entries(c.req.query()).flatMap(([name, value]) =>
    name.startsWith('custom.') ? [[name.slice('custom.'.length), value] as const] : [],
  );
  return given.length === 0 ? {} : { custom: Object.fromEntries(given) };
}
