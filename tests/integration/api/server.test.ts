import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startServer } from '#api/server.ts';
import type { RunningServer, ServerOptions } from '#api/server.ts';
import { createLog } from '#platform/log.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
const servers: RunningServer[] = [];
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({
    fetch: api.fetch,
    port: 0,
    hostname: '127.0.0.1',
    log: createLog('silent'),
    ...options,
  });
  servers.push(server);
  return server;
}

/** Writes bytes as they are and reads until the server closes. */
async function speak(port: number, ...lines: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  for (const line of lines) socket.write(line);
  return text(socket);
}

test('a body announced as larger than allowed is refused without being read', async () => {
  const { port } = await serve();
  const token = await api.tokenOf(api.world.manager);
  const answer = await speak(
    port,
    `POST /api/leads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n{`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('a body without a length is cut as soon as it is larger than allowed', async () => {
  const { port } = await serve();
  const token = await api.tokenOf(api.world.manager);
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  const answer = await speak(
    port,
    `POST /api/leads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    chunk.repeat(20),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('headers above 16 KB and headers that never end cost one connection and nothing more', async () => {
  const { port } = await serve({ headersTimeoutMs: 200 });
  const refused = await speak(
    port,
    `GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`,
  );
  expect(refused).toMatch(/^HTTP\/1\.1 431 /);
  const { code, requestId } = JSON.parse(refused.split('\r\n\r\n')[1] ?? '');
  expect([code, refused.includes(`x-request-id: ${requestId}\r\n`)]).toEqual(['payload_too_large', true]);
  expect(await speak(port, 'GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')).toMatch(/^HTTP\/1\.1 408 /);
  expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200);
});

test('closing lets a request that is under way finish and takes no new one', async () => {
  const started = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const server = await serve({
    fetch: async () => {
      started.resolve();
      await finish.promise;
      return new Response('finished');
    },
  });
  const address = `http://127.0.0.1:${server.port}/`;
  const underWay = fetch(address);
  await started.promise;
  const closed = server.close();
  await expect(fetch(address)).rejects.toThrow('fetch failed');
  finish.resolve();
  expect(await (await underWay).text()).toBe('finished');
  await closed;
});

test('closing cuts what takes longer than it waits', async () => {
  const started = Promise.withResolvers<void>();
  const server = await serve({
    closeAfterMs: 100,
    fetch: () => {
      started.resolve();
      return new Promise<Response>(() => undefined);
    },
  });
  const underWay = fetch(`http://127.0.0.1:${server.port}/`);
  await started.promise;
  const [answer] = await Promise.all([Promise.allSettled([underWay]), server.close()]);
  expect(answer[0].status).toBe('rejected');
});

test('a port that is taken stops the start with a sentence', async () => {
  const { port } = await serve();
  await expect(serve({ port })).rejects.toThrow(`Port ${port} is taken`);
});

test('metrics without a token are for the own machine, and not through a proxy on it', async () => {
  const open = await createApiWorld({ config: { metricsToken: null } });
  try {
    const { port } = await serve({ fetch: open.fetch });
    const read = (headers: Record<string, string>) => fetch(`http://127.0.0.1:${port}/metrics`, { headers });
    expect((await read({})).status).toBe(200);
    expect((await read({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(401);
    expect((await open.call({ path: '/metrics' })).status).toBe(401);
  } finally {
    await open.close();
  }
});
