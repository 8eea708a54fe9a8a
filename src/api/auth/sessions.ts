import { decodeJwt } from 'jose';
import { sessionCacheMs, sessionCacheOf } from '#domain/auth/session-cache.ts';
import type { SessionState } from '#domain/auth/session-cache.ts';
import type { TokenOptions } from '#domain/auth/token-key.ts';
import { verifyAccessToken } from '#domain/auth/verify-access-token.ts';
import type { VerifiedAccess } from '#domain/auth/verify-access-token.ts';
import type { ContextFactory } from '#domain/context.ts';

/** Who is behind a bearer token; throws `auth.badToken` when nobody is. */
export type VerifySession = (token: string) => Promise<VerifiedAccess>;

interface Kept {
  session: VerifiedAccess;
  /** What the domain knew of the session; once it forgets or re-reads it, the token is verified again. */
  state: SessionState;
  expiresAtMs: number;
}

const maxKept = 10_000;

/** Spares the signature check of tokens that were verified while the domain's session cache still vouches for them. */
export function createSessions(make: ContextFactory, options: TokenOptions): VerifySession {
  const kept = new Map<string, Kept>();
  const states = sessionCacheOf(make.runtime);
  return async (token) => {
    const known = kept.get(token);
    if (known && isCurrent(known)) return known.session;
    kept.delete(token);
    const session = await verifyAccessToken(make, token, options);
    const state = states.get(session.sessionId);
    const { exp } = decodeJwt(token);
    if (state && exp !== undefined) {
      if (kept.size >= maxKept) kept.clear();
      kept.set(token, { session, state, expiresAtMs: exp * 1_000 });
    }
    return session;
  };

  function isCurrent({ session, state, expiresAtMs }: Kept): boolean {
    return (
      states.get(session.sessionId) === state &&
      performance.now() - state.readAtMs < sessionCacheMs &&
      Date.now() < expiresAtMs
    );
  }
}
