import { chooseClusterPlace } from '#platform/database/cluster-place.ts';
import { readClusterSecrets } from '#platform/database/create-cluster.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The address of the PostgreSQL that a running product keeps in its DATA_DIR. */
export async function embeddedDatabaseUrl(dataDir: string): Promise<string> {
  const { clusterDir } = await chooseClusterPlace(dataDir, quiet);
  const { password, port } = await readClusterSecrets(clusterDir);
  return `postgresql://perezvon:${password}@127.0.0.1:${port}/perezvon`;
}
