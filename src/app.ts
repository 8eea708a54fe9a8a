import { createApi } from '#api/app.ts';
import type { ApiDeps } from '#api/deps.ts';
import { createFrontDoor } from '#api/front-door.ts';
import { scaledRateLimits } from '#api/middleware/rate-limits.ts';
import { createRealtime } from '#api/realtime/create-realtime.ts';
import type { Realtime } from '#api/realtime/create-realtime.ts';
import { startServer } from '#api/server.ts';
import { createBots } from '#bot/bots.ts';
import { createWebhookSender } from '#integrations/outgoing-webhook/index.ts';
import { createDiskStorage } from '#integrations/storage-disk/index.ts';
import { createS3Storage } from '#integrations/storage-s3/index.ts';
import type { DomainEvent } from '#domain/events.ts';
import { createContextFactory } from '#domain/make-context.ts';
import { provideEnvironmentSettings } from '#domain/settings/environment-settings.ts';
import { jobs } from '#jobs/catalog.ts';
import { planEffects } from '#jobs/reactions.ts';
import { sweeps } from '#jobs/sweeps/index.ts';
import { startJobsWorker } from '#jobs/worker.ts';
import type { Config } from '#platform/config.ts';
import { startDatabaseClock } from '#platform/database/database-clock.ts';
import { openDatabase } from '#platform/database/database.ts';
import { createTenantClients } from '#platform/database/tenant-clients.ts';
import { createEgress } from '#platform/egress.ts';
import { readOrMakeKey } from '#platform/instance-keys.ts';
import { openLiveEvents } from '#platform/live-events.ts';
import type { Log } from '#platform/log.ts';
import { createMetrics } from '#platform/metrics.ts';
import { openQueues } from '#platform/queue.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { createWebhookIntake } from '#platform/webhook-intake.ts';
import { botConfigs } from './app/bot-configs.ts';
import { prepareDatabase } from './app/database-place.ts';
import {
  addAgentOfEnvironment,
  ensureDefaultOrganization,
  furnishDefaultOrganization,
} from './app/default-organization.ts';
import { createMiniAppBots } from './app/mini-app-bots.ts';
import { createOrganizationPorts } from './app/organization-ports.ts';
import { createReadiness } from './app/readiness.ts';
import { environmentSettings, serviceDefaults } from './app/service-defaults.ts';
import { moveIntoSandbox } from './app/move-into-sandbox.ts';

export interface Perezvon {
  /** What the operator wants to read first: the addresses. */
  greeting: string;
  port: number | null;
  /** Stops intake, lets what is under way finish, and closes; the embedded PostgreSQL goes last. */
  stop(): Promise<void>;
}

/** Joins the domain with its providers and starts the parts that `PROCESS` names. */
export async function startPerezvon(given: Config, log: Log): Promise<Perezvon> {
  const startedMs = performance.now();
  const closing = new AsyncDisposableStack();
  try {
    const runs = (part: 'bot' | 'api' | 'jobs') => given.PROCESS === 'all' || given.PROCESS === part;
    const front = createFrontDoor();
    const server = runs('api')
      ? await startServer({ fetch: front.fetch, port: given.PORT, hostname: given.HOST, log })
      : null;
    if (server) closing.defer(() => server.close());
    const databasePlace = prepareDatabase(given, log);
    const sandbox = await moveIntoSandbox(given, server?.port ?? given.PORT, log);
    if (sandbox) {
      front.mount('/sandbox', sandbox.fetch);
      closing.defer(() => sandbox.world.close());
    }
    const config = sandbox?.config ?? given;
    const publicUrl = config.PUBLIC_URL ?? `http://localhost:${server?.port ?? config.PORT}`;
    const { url: databaseUrl, stop: stopDatabase } = await databasePlace;
    closing.defer(stopDatabase);

    const database = openDatabase({ url: databaseUrl, maxConnections: config.DATABASE_MAX_CONNECTIONS, log });
    closing.defer(() => database.close());
    const clock = await startDatabaseClock(database, log);
    closing.defer(() => clock.stop());
    const store = { databaseUrl, redisUrl: config.REDIS_URL, log };
    const queues = await openQueues({ ...store, pool: database.pool });
    closing.defer(() => queues.close());
    const live = await openLiveEvents<DomainEvent>(store);
    closing.defer(() => live.close());

    const metrics = createMetrics();
    metrics.watchParked(() => database.prisma.effect.count({ where: { state: { in: ['parked', 'unknown'] } } }));
    const defaults = serviceDefaults(config);
    const egress = createEgress({ operatorAddresses: defaults.operatorAddresses });
    closing.defer(() => egress.close());
    const storage =
      config.S3_ENDPOINT && config.S3_BUCKET && config.S3_ACCESS_KEY && config.S3_SECRET_KEY
        ? createS3Storage({
            endpoint: config.S3_ENDPOINT,
            bucket: config.S3_BUCKET,
            region: config.S3_REGION,
            accessKey: config.S3_ACCESS_KEY,
            secretKey: config.S3_SECRET_KEY,
            egress,
          })
        : createDiskStorage(`${config.DATA_DIR}/files`);
    // A client of its own: what tenants name must not reach the private addresses of our services.
    const webhooks = createWebhookSender({ operatorAddresses: config.WEBHOOK_ADDRESSES });
    closing.defer(() => webhooks.close());
    const defaultOrganizationId = await ensureDefaultOrganization(database);
    const ports = createOrganizationPorts({
      defaultOrganizationId,
      defaults,
      egress,
      storage,
      webhooks,
      messengerFor: (organizationId) => bots.messengerFor(organizationId),
      metrics,
      log,
    });
    const settingsKey = config.SETTINGS_ENCRYPTION_KEY ?? (await readOrMakeKey(config.DATA_DIR, 'settings.key'));
    const make = createContextFactory({
      runtime: {
        database,
        tenantClient: createTenantClients(database),
        secretBox: createSecretBox([settingsKey, ...config.SETTINGS_ENCRYPTION_OLD_KEYS]),
        planEffects,
        wake: queues.wake,
        publish: live.publish,
        publicUrl,
      },
      portsFor: ports.portsFor,
      clock,
      log,
    });
    provideEnvironmentSettings(make.runtime, environmentSettings(defaults));
    await furnishDefaultOrganization(make, defaultOrganizationId, config, defaults);

    const configs = () => botConfigs({ make, database, defaultOrganizationId, defaults, config, publicUrl });
    const bots = createBots({ make, database, log, configs });
    const miniAppBots = createMiniAppBots(configs);
    let realtime: Realtime | null = null;
    await live.subscribe((events) => {
      realtime?.notice(events);
      for (const event of events) {
        if (event.type !== 'settings.changed') continue;
        ports.forget(event.organizationId);
        if (event.payload.key !== 'telegram') continue;
        miniAppBots.forget();
        void bots.reload(event.organizationId);
      }
    });

    if (server) {
      const apiDeps: ApiDeps = {
        make,
        log,
        bots,
        miniAppBots,
        metrics: metrics.registry,
        storage,
        // Registration itself makes the pipeline; the services of the environment are the default organization's alone.
        onRegistered: async (ctx) => {
          if (ctx.organizationId === defaultOrganizationId) await addAgentOfEnvironment(ctx, defaults);
        },
        webhookIntake: createWebhookIntake({ database, wake: queues.wake }),
        clock,
        readiness: createReadiness({ database, heartbeatIntervalMs: config.SWEEP_INTERVAL_SECONDS * 1_000 }),
        async retellKeyOf(organizationId) {
          const id = organizationId ?? defaultOrganizationId;
          const access = await ports.retellAccess(
            make({ organizationId: id, actor: { kind: 'system', id: null, name: 'webhook' }, door: 'webhook' }),
          );
          return access && { organizationId: id, apiKey: access.apiKey };
        },
        config: {
          corsOrigins: config.CORS_ORIGINS,
          trustedProxies: config.TRUSTED_PROXIES,
          registration: config.REGISTRATION,
          metricsToken: config.METRICS_TOKEN ?? null,
          version: '0.1.0',
          tokens: { jwtSecret: config.JWT_SECRET, accessTtlSec: config.JWT_EXPIRES_IN },
          rateLimits: scaledRateLimits(config.RATE_LIMIT_SCALE),
        },
      };
      front.serve(createApi(apiDeps).fetch);
      realtime = createRealtime(apiDeps);
      server.server.on('upgrade', realtime.upgrade);
      closing.defer(async () => realtime?.close());
    }
    if (runs('jobs')) {
      const worker = startJobsWorker({
        make,
        queues,
        jobs,
        sweeps,
        sweepIntervalMs: config.SWEEP_INTERVAL_SECONDS * 1_000,
        pollIntervalMs: config.POLL_INTERVAL_SECONDS * 1_000,
        log,
        onSettled: (effect, state, durationMs) => metrics.effectSettled(effect.kind, state, durationMs),
      });
      closing.defer(() => worker.stop());
    }
    await bots.start({ receive: runs('bot') });
    closing.defer(() => bots.stop());
    await sandbox?.furnish({ make, defaultOrganizationId });

    const tookMs = Math.round(performance.now() - startedMs);
    log.info({ tookMs, process: config.PROCESS, queue: queues.backend, sandbox: sandbox !== null }, 'ready');
    return {
      port: server?.port ?? null,
      greeting: greet({ publicUrl, tookMs, process: config.PROCESS, isSandbox: sandbox !== null }),
      stop: () => closing.disposeAsync(),
    };
  } catch (error) {
    await closing
      .disposeAsync()
      .catch((closeError: unknown) => log.error({ err: closeError }, 'the failed start was not cleaned up'));
    throw error;
  }
}

function greet(facts: { publicUrl: string; tookMs: number; process: string; isSandbox: boolean }): string {
  const lines = [`Perezvon is ready (${facts.process}, ${(facts.tookMs / 1_000).toFixed(1)} s).`];
  if (facts.isSandbox)
    lines.push(`  Sandbox  ${facts.publicUrl}/sandbox   chat as client, manager and approver; no keys needed`);
  lines.push(`  API      ${facts.publicUrl}/docs`, `  Health   ${facts.publicUrl}/api/health/ready`);
  return lines.join('\n');
}
