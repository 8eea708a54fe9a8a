import { sha256 } from '#platform/hashing.ts';
import type { ApiContext } from '#api/env.ts';

/** Whether If-None-Match names this tag; weak and strong tags of one text count as the same. */
export function isTagKnown(ifNoneMatch: string, tag: string): boolean {
  const plain = (text: string) => text.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => plain(one) === plain(tag));
}

/**
 * Gives a JSON answer the weak tag of its body, unless its handler gave it the tag of a version, and answers 304 without a
 * body to whoever has it already.
 */
export async function tagAnswer(c: ApiContext): Promise<void> {
  const { status, headers } = c.res;
  if (status !== 200 || !headers.get('content-type')?.startsWith('application/json')) return;
  const own = headers.get('etag');
  const text = own === null ? await c.res.text() : null;
  const tag = own ?? `W/"${sha256(text ?? '').slice(0, 27)}"`;
  const given = c.req.header('if-none-match');
  const isKnown = given !== undefined && isTagKnown(given, tag);
  if (text === null && !isKnown) return;
  const kept = new Headers(headers);
  kept.set('ETag', tag);
  if (isKnown) kept.delete('content-type');
  // Without this Hono would lay the old headers over the new ones.
  c.res = undefined;
  c.res = new Response(isKnown ? null : text, { status: isKnown ? 304 : 200, headers: kept });
}
