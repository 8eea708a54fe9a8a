import type { Database } from '#platform/database/database.ts';
import { bindToOrganization } from '#platform/database/tenant.ts';
import type { TenantClient } from '#platform/database/tenant.ts';

/** One bound client per organization, made on first use; the ones used longest ago are let go above `limit`. */
export function createTenantClients(database: Database, limit = 1_000): (organizationId: string) => TenantClient {
  const clients = new Map<string, TenantClient>();
  return (organizationId) => {
    const known = clients.get(organizationId);
    const client = known ?? bindToOrganization(database.prisma, organizationId);
    clients.delete(organizationId);
    clients.set(organizationId, client);
    if (clients.size > limit) {
      const oldest = clients.keys().next();
      if (!oldest.done) clients.delete(oldest.value);
    }
    return client;
  };
}
