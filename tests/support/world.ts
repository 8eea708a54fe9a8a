import { systemClock } from '#platform/clock.ts';
import type { Clock } from '#platform/clock.ts';
import { openDatabase } from '#platform/database/database.ts';
import type { Database } from '#platform/database/database.ts';
import { createTenantClients } from '#platform/database/tenant-clients.ts';
import { createEffectRunner } from '#platform/effects/effect-runner.ts';
import { findForgottenEffects } from '#platform/effects/effect-store.ts';
import type { EffectPlan, WakeUp } from '#platform/effects/effect-store.ts';
import { newId } from '#platform/ids.ts';
import { createLog } from '#platform/log.ts';
import { createSecretBox } from '#platform/secrets.ts';
import type { Context, ContextFactory } from '#domain/context.ts';
import type { DomainEvent } from '#domain/events.ts';
import { createContextFactory } from '#domain/make-context.ts';
import type { Actor, UserActor } from '#domain/permissions.ts';
import type { Ports } from '#domain/ports/ports.ts';
import { AppError } from '#platform/errors.ts';
import type { Job } from '#jobs/define-job.ts';
import type { Role } from '#prisma/generated/enums.ts';
import { createTestDatabase } from '#tests/support/postgres.ts';

/** One organization with people in each role, a pipeline, a voice agent and its script. */
export interface TestOrganization {
  organizationId: string;
  admin: UserActor;
  manager: UserActor;
  otherManager: UserActor;
  /** A manager who may approve calls. */
  approver: UserActor;
  secondApprover: UserActor;
  analyst: UserActor;
  pipelineId: string;
  /** New, In progress, Won, Lost */
  stageIds: [string, string, string, string];
  agentId: string;
  scriptVersionId: string;
}

export interface TestWorld extends TestOrganization {
  databaseUrl: string;
  database: Database;
  make: ContextFactory;
  /** A second tenant, for what must not be seen. */
  other: TestOrganization;
  /** Everything that was published, oldest first. */
  events: DomainEvent[];
  /** A context of a member; the organization is the member's own. */
  as(user: UserActor, door?: string): Context;
  system(organizationId?: string): Context;
  client(contactId: string): Context;
  /** Carries out due effects with these jobs until none is due; returns how many attempts were made. */
  drain(jobs: readonly Job[]): Promise<number>;
  close(): Promise<void>;
}

export interface TestWorldOptions {
  ports?: Partial<Ports>;
  clock?: Clock;
  planEffects?: (event: DomainEvent) => EffectPlan[];
  /** Hears what is published, as other processes do. */
  publish?: (events: DomainEvent[]) => void;
}

/** A world of its own on the real database: two organizations, their people, and contexts for all of them. */
export async function createTestWorld(options: TestWorldOptions = {}): Promise<TestWorld> {
  const testDatabase = await createTestDatabase();
  const log = createLog(process.env['TEST_LOG'] ?? 'silent');
  const database = openDatabase({ url: testDatabase.url, maxConnections: 12, log });
  const events: DomainEvent[] = [];
  const wakeUps: WakeUp[] = [];
  const make = createContextFactory({
    runtime: {
      database,
      tenantClient: createTenantClients(database),
      secretBox: createSecretBox(['test-key-test-key-test-key-test-key-1']),
      planEffects: options.planEffects ?? (() => []),
      wake: (wakes) => void wakeUps.push(...wakes),
      publish: (published) => {
        events.push(...published);
        options.publish?.(published);
      },
      publicUrl: 'http://localhost:8080',
    },
    portsFor: () => ({ ...absentPorts, ...options.ports }),
    clock: options.clock ?? systemClock,
    log,
  });
  const own = await createOrganization(database, 'Own');
  const other = await createOrganization(database, 'Other');
  const organizationOf = new Map<string, string>();
  for (const organization of [own, other]) {
    for (const user of [
      organization.admin,
      organization.manager,
      organization.otherManager,
      organization.approver,
      organization.secondApprover,
      organization.analyst,
    ]) {
      organizationOf.set(user.id, organization.organizationId);
    }
  }
  const contextOf = (organizationId: string, actor: Actor, door: string) => make({ organizationId, actor, door });
  return {
    ...own,
    databaseUrl: testDatabase.url,
    database,
    make,
    other,
    events,
    as: (user, door = 'api') => contextOf(organizationOf.get(user.id) ?? own.organizationId, user, door),
    system: (organizationId = own.organizationId) =>
      contextOf(organizationId, { kind: 'system', id: null, name: 'test' }, 'job'),
    client: (contactId) => contextOf(own.organizationId, { kind: 'client', id: contactId, name: 'Client' }, 'bot'),
    async drain(jobs) {
      const runner = createEffectRunner({
        database,
        handlers: new Map(jobs.map((job) => [job.name, job.handler(make)])),
        owner: 'test',
        wake: () => undefined,
        log,
      });
      let attempts = 0;
      for (;;) {
        const due = await dueEffects(database);
        if (due.length === 0) return attempts;
        for (const id of due) await runner.run(id);
        attempts += due.length;
      }
    },
    async close() {
      await database.close();
      await testDatabase.drop();
    },
  };
}

/** Ids of effects that could run now, found as the sweep finds them but without its grace. */
async function dueEffects(database: Database): Promise<string[]> {
  await findForgottenEffects(database, 1);
  const { rows } = await database.pool.query<{ id: string }>(
    `SELECT id FROM effects e WHERE state = 'ready' AND run_at <= now() AND (lane IS NULL OR NOT EXISTS (
       SELECT 1 FROM effects earlier WHERE earlier.lane = e.lane AND earlier.seq < e.seq AND earlier.state IN ('ready', 'running')))
     ORDER BY seq`,
  );
  return rows.map((row) => row.id);
}

function notConnected(service: string): never {
  throw new AppError('service_not_connected', 'service.notConnected', `${service} is not connected.`, {
    params: { service },
  });
}

const absentPorts: Ports = {
  webhooks: { refusalOf: () => null, post: async () => notConnected('webhooks') },
  telephony: async () => notConnected('retell'),
  llm: async () => notConnected('openai'),
  messenger: async () => notConnected('telegram'),
  mailer: async () => notConnected('email'),
  accountMailer: async () => notConnected('email'),
  storage: {
    put: async () => notConnected('storage'),
    putStream: async () => notConnected('storage'),
    open: async () => notConnected('storage'),
    size: async () => notConnected('storage'),
    delete: async () => notConnected('storage'),
  },
};

async function createOrganization(database: Database, name: string): Promise<TestOrganization> {
  const { prisma } = database;
  const organizationId = newId();
  await prisma.organization.create({ data: { id: organizationId, name, timeZone: 'Europe/Moscow', language: 'ru' } });
  const person = async (role: Role, label: string, permissions: string[] = []): Promise<UserActor> => {
    const row = await prisma.user.create({
      data: {
        id: newId(),
        organizationId,
        name: `${name} ${label}`,
        email: `${label}.${name}@example.test`.toLowerCase().replaceAll(' ', '-'),
        role,
        permissions,
      },
    });
    return { kind: 'user', id: row.id, name: row.name, role, permissions };
  };
  const pipelineId = newId();
  await prisma.pipeline.create({ data: { id: pipelineId, organizationId, name: 'Sales', isDefault: true } });
  const stages = [
    ['New', 'open'],
    ['In progress', 'open'],
    ['Won', 'won'],
    ['Lost', 'lost'],
  ] as const;
  const stageIds: string[] = [];
  for (const [position, [stageName, kind]] of stages.entries()) {
    const id = newId();
    stageIds.push(id);
    await prisma.stage.create({ data: { id, organizationId, pipelineId, name: stageName, kind, position } });
  }
  const [first = '', second = '', third = '', fourth = ''] = stageIds;
  const agentId = newId();
  const scriptVersionId = newId();
  await prisma.agent.create({
    data: {
      id: agentId,
      organizationId,
      name: 'Anna',
      providerAgentId: 'agent_test',
      fromNumber: '+14155550100',
      language: 'ru',
      isDefault: true,
    },
  });
  await prisma.scriptVersion.create({
    data: {
      id: scriptVersionId,
      organizationId,
      agentId,
      version: 1,
      disclosure: 'Здравствуйте! Это голосовой помощник на основе искусственного интеллекта, разговор записывается.',
      text: 'Узнайте, что интересует клиента, и предложите время встречи.',
    },
  });
  return {
    organizationId,
    admin: await person('admin', 'admin'),
    manager: await person('manager', 'manager'),
    otherManager: await person('manager', 'other manager'),
    approver: await person('manager', 'approver', ['calls.approve']),
    secondApprover: await person('manager', 'second approver', ['calls.approve']),
    analyst: await person('analyst', 'analyst'),
    pipelineId,
    stageIds: [first, second, third, fourth],
    agentId,
    scriptVersionId,
  };
}
