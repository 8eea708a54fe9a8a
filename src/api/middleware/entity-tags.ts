import { sha256 } from '#platform/hashing.ts';
import type { ApiContext } from '#api/env.ts';

/** Whether If-None-Match names this tag; weak and strong tags of one text count as the same. */
export function isTagKnown(ifNoneMatch: string, tag: string): boolean {
  const plain = (text: string) => text.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => plain(one) === plain(tag));
}

/**
 * Has the JSON answer of this request carry the weak tag of its body, unless its handler gives it the tag of a version.
 * Returns what to call when the handler is through: it answers 304 without a body to whoever has the answer already.
 */
export function tagAnswer(c: ApiContext): () => void {
  let bodyTag: string | null = null;
  const plainJson = c.json;
  // The text is hashed where it is made: reading it back out of a response costs more than the whole rest of an answer.
  Object.defineProperty(c, 'json', {
    value(object: unknown, status: number = 200, ...rest: unknown[]): unknown {
      if (status !== 200 || rest.length > 0) return Reflect.apply(plainJson, c, [object, status, ...rest]);
      const text = JSON.stringify(object);
      bodyTag = `W/"${sha256(text).slice(0, 27)}"`;
      return c.body(text, 200, { 'Content-Type': 'application/json' });
    },
  });
  return () => {
    if (bodyTag === null || c.res.status !== 200) return;
    const tag = c.res.headers.get('etag') ?? bodyTag;
    const given = c.req.header('if-none-match');
    if (given === undefined || !isTagKnown(given, tag)) {
      c.res.headers.set('ETag', tag);
      return;
    }
    const headers = new Headers(c.res.headers);
    headers.set('ETag', tag);
    headers.delete('content-type');
    // Without this Hono would lay the old headers over the new ones.
    c.res = undefined;
    c.res = new Response(null, { status: 304, headers });
  };
}
