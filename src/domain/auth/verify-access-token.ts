import { jwtVerify } from 'jose';
import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import { AppError } from '#platform/errors.ts';
import { rememberSession, sessionCacheMs, sessionCacheOf } from '#domain/auth/session-cache.ts';
import type { SessionState } from '#domain/auth/session-cache.ts';
import { defaultAccessTtlSec, tokenAudience, tokenKey } from '#domain/auth/token-key.ts';
import type { TokenOptions } from '#domain/auth/token-key.ts';
import type { ContextFactory } from '#domain/context.ts';
import type { UserActor } from '#domain/permissions.ts';
import type { Role } from '#prisma/generated/enums.ts';

const Claims = z.object({
  sub: z.uuid(),
  org: z.uuid(),
  sid: z.uuid(),
  vf: z.number(),
  ida: z.number().optional(),
  typ: z.literal('access'),
});

const sessionRead = defineRead<
  [userId: string, sessionId: string],
  { name: string; role: Role; permissions: string[]; tokensValidFrom: Date }
>(
  'auth-session',
  `SELECT name, role, permissions, tokens_valid_from AS "tokensValidFrom" FROM users u
   WHERE u.organization_id = $1 AND u.id = $2 AND u.disabled_at IS NULL
     AND EXISTS (SELECT 1 FROM refresh_tokens t
                 WHERE t.organization_id = $1 AND t.family_id = $3 AND t.user_id = u.id AND t.revoked_at IS NULL)`,
);

export interface VerifiedAccess {
  actor: UserActor;
  organizationId: string;
  /** The session that the token belongs to. */
  sessionId: string;
  /** When Telegram signed the data that opened this session in the Mini App; null for sign-ins by password. */
  initDataAt: Date | null;
}

/**
 * Who an access token speaks for, with the rights they have now. Refuses with `auth.badToken` what is forged, expired,
 * older than the member's last change of rights or password, signed out, or a disabled member's (at most 15 s late).
 */
export async function verifyAccessToken(
  make: ContextFactory,
  token: string,
  options: TokenOptions = {},
): Promise<VerifiedAccess> {
  const claims = await readClaims(make, token, options);
  const state = await sessionState(make, claims);
  if (!state || state.userId !== claims.sub || state.tokensValidFromMs !== claims.vf) throw badToken();
  return {
    actor: { kind: 'user', id: state.userId, name: state.name, role: state.role, permissions: state.permissions },
    organizationId: claims.org,
    sessionId: claims.sid,
    initDataAt: claims.ida === undefined ? null : new Date(claims.ida),
  };
}

async function readClaims(make: ContextFactory, token: string, options: TokenOptions) {
  const { key, keyId } = tokenKey(make.runtime, options);
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      audience: tokenAudience,
      requiredClaims: ['sub', 'org', 'iat', 'exp', 'aud'],
      maxTokenAge: options.accessTtlSec ?? defaultAccessTtlSec,
      typ: 'JWT',
    });
    if (protectedHeader.kid !== keyId) throw badToken();
    return Claims.parse(payload);
  } catch (error) {
    throw badToken(error);
  }
}

async function sessionState(make: ContextFactory, claims: z.infer<typeof Claims>): Promise<SessionState | null> {
  const { runtime } = make;
  const cached = sessionCacheOf(runtime).get(claims.sid);
  const nowMs = performance.now();
  if (cached && nowMs - cached.readAtMs < sessionCacheMs) return cached;
  const ctx = make({ organizationId: claims.org, actor: { kind: 'system', id: null, name: 'sign-in' }, door: 'api' });
  const [row] = await ctx.read(sessionRead, claims.sub, claims.sid);
  if (!row) return null;
  const state = {
    userId: claims.sub,
    name: row.name,
    role: row.role,
    permissions: row.permissions,
    tokensValidFromMs: row.tokensValidFrom.getTime(),
    readAtMs: nowMs,
  };
  rememberSession(runtime, claims.sid, state);
  return state;
}

function badToken(cause?: unknown): AppError {
  return new AppError('unauthenticated', 'auth.badToken', 'Sign in again: this token is not valid any more.', {
    cause,
  });
}
