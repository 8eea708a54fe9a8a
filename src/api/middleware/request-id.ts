import { newId } from '#platform/ids.ts';

const usable = /^[A-Za-z0-9._-]{8,64}$/;

/** The id that the caller gave a request in X-Request-Id, when it is fit for logs; else a new one. */
export function requestIdOf(given: string | null | undefined): string {
  return given !== null && given !== undefined && usable.test(given) ? given : newId();
}
