import type { Context } from '#domain/context.ts';
import { requirePermission } from '#domain/permissions.ts';

export interface IncomingTokenView {
  id: string;
  name: string;
  revokedAt: Date | null;
  createdAt: Date;
}

/** The organization's incoming addresses, newest first; the secrets themselves are not kept. */
export async function listIncomingTokens(ctx: Context): Promise<IncomingTokenView[]> {
  requirePermission(ctx, 'settings.read');
  return ctx.db.incomingToken.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, name: true, revokedAt: true, createdAt: true },
  });
}
