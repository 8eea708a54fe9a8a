// A stand-in for a Perezvon process that owns an embedded PostgreSQL: prints one JSON line once it is ready or refused,
// and stops in order when its standard input ends.
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';

const dataDir = process.argv[2] ?? '';
const ignore = () => undefined;
try {
  const log = { info: ignore, warn: ignore, error: ignore };
  const { url, port, adopted, stop } = await startEmbeddedPostgres({ dataDir, log });
  console.log(JSON.stringify({ url, port, adopted }));
  process.stdin.on('end', () => void stop().then(() => process.exit(0))).resume();
} catch (error) {
  console.log(JSON.stringify({ refusal: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }));
}
