import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort, projectNode, startProcess, until } from '#tests/support/child-process.ts';
import { canary } from '#tests/fuzz/check-answer.ts';
import type { FuzzAnswer } from '#tests/fuzz/check-answer.ts';
import type { FuzzRequest, FuzzRole } from '#tests/fuzz/requests.ts';

const readyLimitMs = 120_000;
const password = 'perezvon-demo';
const people: Readonly<Partial<Record<FuzzRole, string>>> = {
  admin: 'admin@demo.perezvon.test',
  manager: 'manager@demo.perezvon.test',
  analyst: 'analyst@fuzz.example.com',
};
const Items = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })).default([]) });

/** A product process with demo data, and a second organization whose records nobody here may see. */
export interface FuzzWorld extends AsyncDisposable {
  url: string;
  ownIds: string[];
  foreignIds: string[];
  document: Record<string, unknown>;
  send(request: FuzzRequest): Promise<FuzzAnswer>;
  /** Bytes that the process holds. */
  memoryBytes(): Promise<number>;
  isAlive(): boolean;
  log(): string[];
}

/** Starts the product as a newcomer does, on DATABASE_URL or a PostgreSQL of its own. */
export async function openFuzzWorld(): Promise<FuzzWorld> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'perezvon-fuzz-'));
  await chmod(folder, 0o755);
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    RATE_LIMIT_SCALE: '1000',
    LOG_LEVEL: 'warn',
  };
  // With so small a heap the process grows by what is kept, not by what has not been collected yet.
  const product = startProcess(projectNode, ['--max-old-space-size=256', 'src/main.ts'], { environment });
  cleanup.defer(async () => {
    product.signal('SIGTERM');
    await Promise.race([product.gone, new Promise((resolve) => setTimeout(resolve, 20_000).unref())]);
    await product.destroy();
  });
  const isUp = async () => {
    if (product.exited) throw new Error(`The product has ended:\n${product.lines.slice(-20).join('\n')}`);
    const answer = await fetch(`${url}/api/health/ready`).catch(() => null);
    return answer?.status === 200;
  };
  await until('the product is ready', isUp, { timeoutMs: readyLimitMs });
  // The demo team comes after readiness.
  const canSignIn = () =>
    signIn(url, people.admin ?? '').then(
      () => true,
      () => false,
    );
  await until('the demo team is there', canSignIn, { timeoutMs: readyLimitMs });

  const tokens = new Map<FuzzRole, Promise<string>>();
  const tokenOf = (role: FuzzRole): Promise<string> => {
    const known = tokens.get(role) ?? signIn(url, people[role] ?? '');
    tokens.set(role, known);
    return known;
  };
  const json = async (path: string, token: string, body?: object): Promise<unknown> => {
    const answer = await fetch(url + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.json();
  };
  const lists = [
    'leads',
    'clients',
    'crm/companies',
    'crm/deals',
    'tasks',
    'notes',
    'calls',
    'call-requests',
    'agents',
    'templates',
    'pipelines',
    'emails',
    'custom-fields',
    'messaging/chats',
    'ai/drafts',
    'webhook-subscriptions',
  ];
  const idsSeenBy = async (token: string): Promise<string[]> => {
    const ids: string[] = [];
    for (const list of lists) {
      const page = Items.safeParse(await json(`/api/${list}`, token));
      ids.push(...(page.data?.items ?? []).slice(0, 5).map(({ id }) => id));
    }
    return ids;
  };
  const analyst = { name: 'Analyst', email: people.analyst, password, role: 'analyst' };
  await json('/api/users', await tokenOf('admin'), analyst);
  // The first registration takes over the demo team's organization; the second has its own.
  await register(url, 'successor');
  const others = await register(url, canary);
  await createCanaries((path, body) => json(path, others, body));
  const foreignIds = await idsSeenBy(others);
  const ownIds = await idsSeenBy(await tokenOf('admin'));
  const document = z.record(z.string(), z.unknown()).parse(await (await fetch(`${url}/api/openapi.json`)).json());
  const owned = cleanup.move();
  return {
    url,
    ownIds,
    foreignIds,
    document,
    isAlive: () => !product.exited,
    log: () => product.lines,
    async memoryBytes() {
      const text = await fetch(`${url}/metrics`).then(
        (answer) => answer.text(),
        () => '',
      );
      return Number(/^process_resident_memory_bytes\S* (\S+)$/m.exec(text)?.[1] ?? Number.NaN);
    },
    async send(request) {
      const token = request.role === 'stranger' ? null : await tokenOf(request.role);
      const answer = await exchange(url, request, token);
      // Some requests end the session of their role; the next one signs in again.
      if (answer.status === 401 && token !== null) tokens.delete(request.role);
      return answer;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function exchange(url: string, request: FuzzRequest, token: string | null): Promise<FuzzAnswer> {
  const startedMs = performance.now();
  const answer = await fetch(url + request.address, {
    method: request.method,
    redirect: 'manual',
    headers: { ...request.headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    signal: AbortSignal.timeout(30_000),
    ...(request.body === null ? {} : { body: request.body }),
  });
  const text = await answer.text();
  const elapsedMs = performance.now() - startedMs;
  return { status: answer.status, text, requestId: answer.headers.get('x-request-id'), elapsedMs };
}

const Token = z.looseObject({ token: z.string() });

async function post(url: string, body: object): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  const parsed = Token.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return parsed.data.token;
}

const signIn = (url: string, email: string) => post(`${url}/api/auth/login`, { email, password });

const register = (url: string, name: string) =>
  post(`${url}/api/auth/register`, {
    name: `${name} owner`,
    email: `${name.toLowerCase()}@others.example.com`,
    password: 'a-long-password-of-the-others',
    organizationName: `${name} organization`,
  });

async function createCanaries(create: (path: string, body: object) => Promise<unknown>): Promise<void> {
  const lead = z
    .looseObject({ id: z.string() })
    .parse(await create('/api/leads', { name: `${canary} lead`, phone: '+79167654321', note: `${canary} note` }));
  await create('/api/clients', { name: `${canary} client` });
  await create('/api/crm/companies', { name: `${canary} company` });
  await create('/api/crm/deals', { name: `${canary} deal` });
  await create('/api/tasks', { leadId: lead.id, title: `${canary} task` });
  await create('/api/notes', { leadId: lead.id, text: `${canary} note` });
  await create('/api/templates', { kind: 'message', name: `${canary} template`, text: canary });
}
