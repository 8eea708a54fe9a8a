import { sha256 } from '#platform/hashing.ts';
import type { Runtime } from '#domain/context.ts';

/** How tokens are made; the composition root fills it from the environment. */
export interface TokenOptions {
  /** JWT_SECRET; without it the key is derived from the settings' key. */
  jwtSecret?: string | undefined;
  /** Life of an access token in seconds, one hour by default. */
  accessTtlSec?: number | undefined;
}

export const tokenAudience = 'perezvon';
export const defaultAccessTtlSec = 3_600;

/** The HS256 key with its id, which tokens name so that a rotation is seen. */
export function tokenKey(runtime: Runtime, options: TokenOptions): { key: Uint8Array; keyId: string } {
  const key = options.jwtSecret ? Buffer.from(options.jwtSecret) : runtime.secretBox.derive('jwt');
  return { key, keyId: sha256(`jwt key ${sha256(key)}`).slice(0, 12) };
}
