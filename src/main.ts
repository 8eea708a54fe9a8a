import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

if (existsSync('.env')) process.loadEnvFile('.env');
// Compiled modules are kept between starts, so everything else is imported after this line.
enableCompileCache(join(process.env['DATA_DIR'] || '.data', 'compile-cache'));
await import('./resolve-own-modules.ts');
const { ConfigError, readConfig } = await import('#platform/config.ts');
const { messageOf } = await import('#platform/errors.ts');
const { createLog } = await import('#platform/log.ts');

try {
  const config = readConfig(process.env);
  const log = createLog(config.LOG_LEVEL);
  const { startPerezvon } = await import('./app.ts');
  const perezvon = await startPerezvon(config, log);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, 'stopping: finishing what is under way');
      perezvon.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'the stop was not clean');
          process.exit(1);
        },
      );
    });
  }
  process.stdout.write(`${perezvon.greeting}\n`);
} catch (error) {
  const problems = error instanceof ConfigError ? error.problems : [messageOf(error)];
  process.stderr.write(`Perezvon did not start.\n${problems.map((problem) => `  • ${problem}`).join('\n')}\n`);
  if (!(error instanceof ConfigError) && process.env['LOG_LEVEL'] === 'debug')
    process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
}
