import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { findPostmaster, isAlive } from '#platform/database/postmaster-file.ts';
import { prepareTemplate } from './postgres.ts';

type Server = { url: string; templateName: string; stop(): Promise<void> };

const FOLDER_PREFIX = 'perezvon-test-run-';
const complain = (fields: object, message: string) => console.error(message, fields);

// Every project of the run calls this module, possibly as its own copy: the one server is kept where all copies see it.
declare global {
  var perezvonTestServer: Promise<Server> | undefined;
  var perezvonTestUsers: number | undefined;
}

/** Gives the run its PostgreSQL: the one of DATABASE_URL_TEST, or an embedded one in a temporary folder. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  globalThis.perezvonTestUsers = (globalThis.perezvonTestUsers ?? 0) + 1;
  const server = await (globalThis.perezvonTestServer ??= startServer());
  project.provide('serverUrl', server.url);
  project.provide('templateName', server.templateName);
  return async () => {
    globalThis.perezvonTestUsers = (globalThis.perezvonTestUsers ?? 1) - 1;
    if (globalThis.perezvonTestUsers > 0) return;
    globalThis.perezvonTestServer = undefined;
    await server.stop();
  };
}

async function startServer(): Promise<Server> {
  const outside = process.env['DATABASE_URL_TEST'];
  if (outside !== undefined && outside !== '') {
    return { url: outside, templateName: await prepareTemplate(outside), stop: async () => undefined };
  }
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
  await chmod(dataDir, 0o755);
  const log = { info: () => undefined, warn: complain, error: complain };
  const embedded = await startEmbeddedPostgres({ dataDir, durability: 'test', log });
  return {
    url: embedded.url,
    templateName: await prepareTemplate(embedded.url),
    stop: async () => {
      await embedded.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A run that was killed leaves its server and its folder behind. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = Number(new RegExp(`^${FOLDER_PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (!Number.isInteger(owner) || isAlive(owner)) continue;
    const folder = join(tmpdir(), name);
    const postmaster = await findPostmaster(join(folder, 'postgres/cluster'));
    if (postmaster !== null) process.kill(postmaster.pid, 'SIGQUIT');
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
