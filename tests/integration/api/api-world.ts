import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { createApi } from '#api/app.ts';
import type { ApiConfig, ApiDeps } from '#api/deps.ts';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import type { UserActor } from '#domain/permissions.ts';
import type { Messenger } from '#domain/ports/messenger.ts';
import { createDiskStorage } from '#integrations/storage-disk/index.ts';
import { createWebhookIntake } from '#platform/webhook-intake.ts';
import { createFakeMailer } from '#tests/support/fakes/fake-mailer.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld, TestWorldOptions } from '#tests/support/world.ts';

export const retellApiKey = 'key_of_the_own_organization';

export interface ApiWorld {
  world: TestWorld;
  /** What the API was made of, for other doors on the same world. */
  deps: ApiDeps;
  storage: ApiDeps['storage'];
  /** Sends a request; `by` is a member or a bearer token. */
  call(request: ApiCall): Promise<Response>;
  /** The API's fetch handler, to be served. */
  fetch(request: Request, env: object): Response | Promise<Response>;
  /** Sends a request made by hand. */
  send(request: Request): Promise<Response>;
  /** The token of one session of the member, the same each time. */
  tokenOf(user: UserActor): Promise<string>;
  /** Opens another session for `tokenOf`, because the member's sessions were ended. */
  renewToken(user: UserActor): Promise<string>;
  /** The token of a session of its own. */
  newToken(user: UserActor): Promise<string>;
  close(): Promise<void>;
}

export interface ApiCall {
  method?: string;
  path: string;
  by?: UserActor | string | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  rawBody?: string;
  headers?: Record<string, string>;
}

/** The whole API on a database of its own, without a network: requests go straight to its fetch handler. */
export async function createApiWorld(
  options: { config?: Partial<ApiConfig>; deps?: Partial<ApiDeps>; world?: TestWorldOptions } = {},
): Promise<ApiWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'perezvon-api-test-'));
  const storage = createDiskStorage(folder);
  const mailer = createFakeMailer();
  const world = await createTestWorld({
    ...options.world,
    ports: {
      storage,
      messenger: async () => linkingMessenger,
      mailer: async () => mailer,
      accountMailer: async () => mailer,
      ...options.world?.ports,
    },
  });
  const deps: ApiDeps = {
    make: world.make,
    config: {
      corsOrigins: ['https://app.example.com'],
      trustedProxies: [],
      registration: 'open',
      tokens: {},
      metricsToken: 'metrics-token',
      version: 'test',
      rateLimits: { address: 1e9, read: 1e9, write: 1e9, secret: 1e9, webhook: 1e9, health: 1e9 },
      ...options.config,
    },
    log: world.system().log,
    webhookIntake: createWebhookIntake({ database: world.database, wake: () => undefined }),
    retellKeyOf: async (organizationId) =>
      organizationId === null || organizationId === world.organizationId
        ? { organizationId: world.organizationId, apiKey: retellApiKey }
        : { organizationId, apiKey: `key of ${organizationId}` },
    readiness: async () => ({ ready: true, checks: { database: { ok: true, detail: 'answers' } } }),
    metrics: new Registry(),
    storage,
    ...options.deps,
  };
  const api = createApi(deps);
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (user: UserActor) => {
    const known = tokens.get(user.id) ?? issue(world, user);
    tokens.set(user.id, known);
    return known;
  };
  return {
    world,
    deps,
    storage,
    tokenOf,
    async renewToken(user) {
      tokens.delete(user.id);
      return tokenOf(user);
    },
    newToken: (user) => issue(world, user),
    fetch: (request, env) => api.fetch(request, env),
    send: async (request) => api.fetch(request, {}),
    async call({ method = 'GET', path, by, body, rawBody, headers }) {
      const token = typeof by === 'object' ? await tokenOf(by) : by;
      const text = body === undefined ? rawBody : JSON.stringify(body);
      return api.request(path, {
        method,
        headers: {
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(text === undefined ? {} : { body: text }),
      });
    },
    async close() {
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function issue(world: TestWorld, user: UserActor): Promise<string> {
  const { organizationId } = world.as(user);
  return (await issueTokens(world.make, { userId: user.id, organizationId })).accessToken;
}

const unexpected = async () => {
  throw new Error('The API sends nothing by itself.');
};

/** A bot that can only make invite links. */
const linkingMessenger: Messenger = {
  drawCard: unexpected,
  closeCard: unexpected,
  showCommands: async () => undefined,
  editDelivered: async () => undefined,
  deleteDelivered: async () => undefined,
  download: async () => ({ bytes: new Uint8Array([1]), fileName: 'file' }),
  deliver: unexpected,
  sendDigest: unexpected,
  startLink: async (code) => `https://t.me/test_bot?start=${code}`,
  test: async () => ({ ok: true, message: 'The bot answers.' }),
};

/** The body of an answer as `shape` says; fields it does not name stay. */
export async function jsonOf<Shape extends z.ZodRawShape>(
  answer: Response,
  shape: Shape,
): Promise<z.output<z.ZodObject<Shape, z.core.$loose>>> {
  return z.looseObject(shape).parse(await answer.json());
}

/** The fields of an answer in the error shape. */
export const problemShape = {
  code: z.string(),
  message: z.string(),
  requestId: z.string(),
  fields: z.array(z.object({ field: z.string(), problem: z.string() })).optional(),
};
