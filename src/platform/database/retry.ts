const passing = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '53300', // too_many_connections
  '08000',
  '08003',
  '08006', // connection trouble
]);
const passingPrisma = new Set(['P2034', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);
const passingSystem = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

// What the driver and Prisma's adapter say of a connection that is gone, without a code.
const passingMessage =
  /Connection terminated|connection error and is not queryable|^ConnectionClosed$|^DatabaseNotReachable$|Query read timeout|timeout exceeded when trying to connect|server closed the connection/i;

/** Every code an error carries, through Prisma's and the driver's wrappers. */
export function databaseErrorCodes(error: unknown, depth = 0): string[] {
  if (error === null || typeof error !== 'object' || depth > 5) return [];
  const record = error as Record<string, unknown>;
  const own = [record['code'], record['originalCode']].filter((code) => typeof code === 'string');
  return [
    ...own,
    ...['cause', 'meta', 'driverAdapterError'].flatMap((key) => databaseErrorCodes(record[key], depth + 1)),
  ];
}

/** Whether the database refused for a reason that may pass: deadlock, restart, exhausted connections. */
export function isPassingDatabaseError(error: unknown): boolean {
  const codes = databaseErrorCodes(error);
  if (codes.some((code) => passing.has(code) || passingPrisma.has(code) || passingSystem.has(code))) return true;
  return error instanceof Error && passingMessage.test(error.message);
}

/** Whether a unique constraint stopped the write. */
export function isUniqueViolation(error: unknown): boolean {
  return databaseErrorCodes(error).some((code) => code === 'P2002' || code === '23505');
}

/** Runs a whole transaction again, at most `attempts` times, when the database refused it for a reason that may pass. */
export async function retryTransaction<T>(work: () => Promise<T>, attempts = 4): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isPassingDatabaseError(error)) throw error;
      const delayMs = 15 * 2 ** attempt * (0.5 + Math.random());
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}
