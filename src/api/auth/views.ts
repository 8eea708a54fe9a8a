import { z } from '@hono/zod-openapi';
import type { IssuedTokens } from '#domain/auth/issue-tokens.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const TokenPair = z
  .object({
    token: z.string().describe('Access token for the Authorization header.'),
    refresh_token: z.string().describe('Buys the next pair of tokens, once.'),
    expires_in: z.number().int().describe('Seconds until the access token ends.'),
  })
  .openapi('TokenPair');

export const SignedIn = TokenPair.extend({
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(['admin', 'manager', 'analyst']),
  }),
}).openapi('SignedIn');

/** A pair of tokens in the older systems' spelling. */
export function toTokenPair(tokens: IssuedTokens) {
  return { token: tokens.accessToken, refresh_token: tokens.refreshToken, expires_in: tokens.expiresInSec };
}

/** The answer of sign-in in the older systems' spelling. */
export function toSignedIn(user: UserView, tokens: IssuedTokens) {
  return { user: { id: user.id, name: user.name, email: user.email, role: user.role }, ...toTokenPair(tokens) };
}
