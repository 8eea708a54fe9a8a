// Counts all calls of all organizations anew: `node scripts/rebuild-dashboard.ts`. The counts are kept right by the database
// itself; this is for after a restore of single tables or a change by hand. It may run beside the product.
import { existsSync } from 'node:fs';
import { readConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database/database.ts';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { messageOf } from '#platform/errors.ts';
import { createLog } from '#platform/log.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const config = readConfig(process.env);
  const log = createLog('warn');
  const embedded = config.DATABASE_URL ? null : await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log });
  const database = openDatabase({ url: config.DATABASE_URL ?? embedded?.url ?? '', maxConnections: 2, log });
  try {
    const organizations = await database.prisma.organization.findMany({ select: { id: true } });
    for (const { id } of organizations) {
      await database.pool.query({ text: 'SELECT rebuild_call_day_stats($1)', values: [id] });
    }
    console.log(`The calls of ${organizations.length} organizations were counted anew.`);
  } finally {
    await database.close();
    await embedded?.stop();
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
