import { HttpProblem } from '#api/errors.ts';
import type { ApiContext } from '#api/env.ts';

/** The ETag of a record's version. */
export function tagOf(version: number): string {
  return `"v${version}"`;
}

/** The version that the request was made for, by If-Match; undefined when it does not say or says `*`. */
export function versionIfMatch(c: ApiContext): number | undefined {
  const given = c.req.header('if-match');
  if (given === undefined || given.trim() === '*') return undefined;
  const version = /^"v(\d{1,9})"$/.exec(given.trim())?.[1];
  if (version === undefined)
    throw new HttpProblem('bad_request', 'If-Match must be the ETag of an earlier answer, such as "v3".');
  return Number(version);
}

/** Whether the reader already has this version. */
export function isKnown(c: ApiContext, version: number): boolean {
  return c.req.header('if-none-match') === tagOf(version);
}
