import { createIncomingTokenRoute } from '#api/incoming-tokens/create-incoming-token.ts';
import { listIncomingTokensRoute } from '#api/incoming-tokens/list-incoming-tokens.ts';
import { revokeIncomingTokenRoute } from '#api/incoming-tokens/revoke-incoming-token.ts';

export const incomingTokenRoutes = [
  listIncomingTokensRoute,
  createIncomingTokenRoute,
  revokeIncomingTokenRoute,
] as const;
