import { SignJWT } from 'jose';
import { sha256 } from '#platform/hashing.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import { newId, newSecret } from '#platform/ids.ts';
import { defaultAccessTtlSec, tokenAudience, tokenKey } from '#domain/auth/token-key.ts';
import type { TokenOptions } from '#domain/auth/token-key.ts';
import type { ContextFactory, Runtime } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import type { Role } from '#prisma/generated/enums.ts';

export interface IssuedTokens {
  accessToken: string;
  /** Seconds until the access token ends. */
  expiresInSec: number;
  /** Shown once; works once, for the next pair of tokens. */
  refreshToken: string;
  refreshExpiresAt: Date;
}

const refreshLifeMs = 30 * 24 * 3_600_000;

/** Opens a session for a member who has just proved who they are. */
export async function issueTokens(
  make: ContextFactory,
  member: { userId: string; organizationId: string; initDataAt?: Date | null },
  options: TokenOptions = {},
): Promise<IssuedTokens> {
  return issueInFamily(make.runtime, { ...member, familyId: newId() }, options);
}

/** The next pair of tokens of a session. */
export async function issueInFamily(
  runtime: Runtime,
  session: { userId: string; organizationId: string; familyId: string; initDataAt?: Date | null },
  options: TokenOptions,
  db: TenantDb = runtime.tenantClient(session.organizationId),
): Promise<IssuedTokens> {
  const user = await db.user.findFirst({ where: { id: session.userId, disabledAt: null } });
  if (!user) throw notFound('user');
  const refreshToken = newSecret(32);
  const refreshExpiresAt = new Date(Date.now() + refreshLifeMs);
  await db.refreshToken.create({
    data: {
      id: newId(),
      userId: user.id,
      familyId: session.familyId,
      tokenHash: sha256(refreshToken),
      initDataAt: session.initDataAt ?? null,
      expiresAt: refreshExpiresAt,
    },
  });
  const expiresInSec = options.accessTtlSec ?? defaultAccessTtlSec;
  const accessToken = await signAccessToken(runtime, options, {
    userId: user.id,
    organizationId: session.organizationId,
    role: user.role,
    sessionId: session.familyId,
    validFromMs: user.tokensValidFrom.getTime(),
    initDataAtMs: session.initDataAt?.getTime() ?? null,
    expiresInSec,
  });
  return { accessToken, expiresInSec, refreshToken, refreshExpiresAt };
}

interface AccessClaims {
  userId: string;
  organizationId: string;
  role: Role;
  sessionId: string;
  /** The member's tokensValidFrom at this moment: exact where `iat` knows only seconds. */
  validFromMs: number;
  /** When Telegram signed the data of a Mini App's session; null for sign-ins by password. */
  initDataAtMs: number | null;
  expiresInSec: number;
}

async function signAccessToken(runtime: Runtime, options: TokenOptions, claims: AccessClaims): Promise<string> {
  const { key, keyId } = tokenKey(runtime, options);
  const nowSec = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    org: claims.organizationId,
    role: claims.role,
    sid: claims.sessionId,
    vf: claims.validFromMs,
    ...(claims.initDataAtMs === null ? {} : { ida: claims.initDataAtMs }),
    typ: 'access',
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keyId })
    .setSubject(claims.userId)
    .setAudience(tokenAudience)
    .setIssuedAt(nowSec)
    .setExpirationTime(nowSec + claims.expiresInSec)
    .sign(key);
}
