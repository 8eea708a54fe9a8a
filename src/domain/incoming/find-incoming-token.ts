import { sha256 } from '#platform/hashing.ts';
import type { ContextFactory } from '#domain/context.ts';

/** The organization behind an incoming address, or null when the address is not, or no longer, one. */
export async function findIncomingToken(
  make: ContextFactory,
  token: string,
): Promise<{ organizationId: string; incomingTokenId: string; name: string } | null> {
  const row = await make.runtime.database.prisma.incomingToken.findUnique({
    where: { tokenHash: sha256(token) },
    select: { id: true, organizationId: true, name: true, revokedAt: true },
  });
  return row && !row.revokedAt ? { organizationId: row.organizationId, incomingTokenId: row.id, name: row.name } : null;
}
