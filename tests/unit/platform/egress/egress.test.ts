import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEgress } from '#platform/egress.ts';
import type { Egress, EgressRequest } from '#platform/egress.ts';
import { parseRetryAfter } from '#platform/egress/failure.ts';
import { ProviderError } from '#platform/errors.ts';
import { answerJson, startAnsweringServer } from '#tests/support/answering-server.ts';
import type { AnsweringServer } from '#tests/support/answering-server.ts';

const Anything = z.object({ ok: z.boolean() });
let open: { close(): unknown }[] = [];

beforeEach(() => {
  open = [];
});

afterEach(async () => {
  for (const thing of open) await thing.close();
});

describe('the outgoing HTTP client', () => {
  it('parses a JSON answer by its schema and sends the JSON it was given', async () => {
    const { server, egress } = await start((response) => answerJson(response, 201, { ok: true }));
    const answer = await egress.json(
      { provider: 'test', url: `${server.url}/things`, method: 'POST', json: { a: 'ё' } },
      Anything,
    );
    expect(answer).toEqual({ ok: true });
    expect(server.requests).toMatchObject([{ method: 'POST', path: '/things', body: '{"a":"ё"}' }]);
  });

  it.each([
    [400, 'POST', 'permanent', 'rejected'],
    [401, 'POST', 'permanent', 'unauthorized'],
    [404, 'GET', 'permanent', 'not_found'],
    [302, 'GET', 'permanent', 'redirect_refused'],
    [307, 'POST', 'permanent', 'redirect_refused'],
    [408, 'GET', 'retryable', 'timeout'],
    [429, 'POST', 'retryable', 'rate_limited'],
    [500, 'GET', 'retryable', 'server_error'],
    [500, 'POST', 'unknown', 'server_error'],
    [503, 'POST', 'unknown', 'server_error'],
  ] as const)('takes status %i to a %s as %s', async (status, method, kind, detail) => {
    const { server, egress } = await start((response) =>
      answerJson(response, status, {}, { location: 'http://10.0.0.1/' }),
    );
    const failure = await failureOf(egress.send({ provider: 'test', url: server.url, method }));
    expect(failure).toMatchObject({ kind, detail });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['text', 'bad_answer', (body: string) => body],
    ['another shape', 'bad_answer', () => '{"ok":"yes"}'],
    ['half of a body', 'bad_answer', () => '{"ok":tr'],
    ['nothing', 'bad_answer', () => ''],
  ])('takes %s as an answer that leaves a write unknown and a read to be repeated', async (_name, detail, body) => {
    const { server, egress } = await start((response) => response.end(body('<html>502</html>')));
    const write = await failureOf(
      egress.json({ provider: 'test', url: server.url, method: 'POST', json: {} }, Anything),
    );
    const read = await failureOf(egress.json({ provider: 'test', url: server.url }, Anything));
    expect([write, read]).toMatchObject([
      { kind: 'unknown', detail },
      { kind: 'retryable', detail },
    ]);
  });

  it('takes a refused connection as certainly not done', async () => {
    const { server, egress } = await start((response) => response.end());
    await server.close();
    const failure = await failureOf(egress.send({ provider: 'test', url: server.url, method: 'POST', body: 'x' }));
    expect(failure).toMatchObject({ kind: 'retryable', detail: 'connection_refused' });
  });

  it('takes a failed look-up of the name as certainly not done', async () => {
    const egress = createEgress({
      operatorAddresses: [],
      resolve: async () => {
        throw Object.assign(new Error('getaddrinfo ENOTFOUND api.example.com'), { code: 'ENOTFOUND' });
      },
    });
    open.push(egress);
    const failure = await failureOf(
      egress.send({ provider: 'test', url: 'https://api.example.com/x', method: 'POST' }),
    );
    expect(failure).toMatchObject({ kind: 'retryable', detail: 'dns' });
  });

  it('refuses a name that resolves to a private address before any byte is sent', async () => {
    const { server } = await start((response) => response.end('internal'));
    const egress = createEgress({ operatorAddresses: [], resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    open.push(egress);
    const url = `http://rebound.example.com:8080/`;
    const failure = await failureOf(egress.send({ provider: 'test', url, method: 'POST' }));
    expect(failure).toMatchObject({ kind: 'permanent', detail: 'address_refused' });
    expect(server.requests).toHaveLength(0);
  });

  it('refuses a private address that a redirect of a public one leads to', async () => {
    const inner = await startAnsweringServer((response) => response.end('secret'));
    const outer = await startAnsweringServer((response) => response.writeHead(302, { location: inner.url }).end());
    const egress = createEgress({ operatorAddresses: [outer.url] });
    open.push(inner, outer, egress);
    const failure = await failureOf(egress.send({ provider: 'test', url: outer.url, maxRedirects: 3 }));
    expect(failure).toMatchObject({ kind: 'permanent', detail: 'address_refused' });
    expect(inner.requests).toHaveLength(0);
  });

  it('follows an allowed redirect without the headers of the first request', async () => {
    const inner = await startAnsweringServer((response) => response.end('file'));
    const outer = await startAnsweringServer((response) =>
      response.writeHead(302, { location: `${inner.url}/b` }).end(),
    );
    const egress = createEgress({ operatorAddresses: [outer.url, inner.url] });
    open.push(inner, outer, egress);
    const answer = await egress.send({
      provider: 'test',
      url: outer.url,
      headers: { authorization: 'Bearer x' },
      maxRedirects: 1,
    });
    expect(new TextDecoder().decode(answer.bytes)).toBe('file');
    expect(inner.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('takes a connection that breaks after the request as unknown for a write and repeatable for a read', async () => {
    const { server, egress } = await start((response) => response.socket?.destroy());
    const write = await failureOf(egress.send({ provider: 'test', url: server.url, method: 'POST', body: 'x' }));
    const read = await failureOf(egress.send({ provider: 'test', url: server.url }));
    expect([write, read]).toMatchObject([
      { kind: 'unknown', detail: 'connection_lost' },
      { kind: 'retryable', detail: 'connection_lost' },
    ]);
  });

  it('takes a body that breaks off in the middle as unknown for a write', async () => {
    const { server, egress } = await start((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      response.socket?.end();
    });
    const failure = await failureOf(egress.send({ provider: 'test', url: server.url, method: 'POST', body: 'x' }));
    expect(failure).toMatchObject({ kind: 'unknown', detail: 'connection_lost' });
  });

  it('gives up in time on a server that says nothing, and on one that trickles', async () => {
    const { server, egress } = await start((response, request) => {
      if (request.path === '/trickle') response.write('a');
    });
    const silent = await failureOf(egress.send({ provider: 'test', url: server.url, method: 'POST', timeoutMs: 80 }));
    const trickling = await failureOf(egress.send({ provider: 'test', url: `${server.url}/trickle`, timeoutMs: 80 }));
    expect([silent, trickling]).toMatchObject([
      { kind: 'unknown', detail: 'timeout' },
      { kind: 'retryable', detail: 'timeout' },
    ]);
  });

  it('takes a connection that never opens as certainly not done', async () => {
    const never: EgressRequest = { provider: 'test', url: 'https://slow.example.com/', method: 'POST', timeoutMs: 60 };
    const egress = createEgress({ operatorAddresses: [], resolve: () => new Promise(() => undefined) });
    open.push(egress);
    expect(await failureOf(egress.send(never))).toMatchObject({ kind: 'retryable', detail: 'timeout' });
  });

  it('stops reading a body above its limit', async () => {
    const { server, egress } = await start((response) => response.end('x'.repeat(5000)));
    const failure = await failureOf(egress.send({ provider: 'test', url: server.url, maxBytes: 1000 }));
    expect(failure).toMatchObject({ kind: 'permanent', detail: 'too_large' });
  });

  it('keeps keys, queries and bodies out of its messages', async () => {
    const { server, egress } = await start((response) =>
      answerJson(response, 500, { message: 'key sk-secret-1 is bad' }),
    );
    const failure = await failureOf(
      egress.send({
        provider: 'test',
        url: `${server.url}/path?token=secret-2`,
        method: 'POST',
        headers: { authorization: 'Bearer secret-3' },
        body: 'secret-4',
      }),
    );
    expect(JSON.stringify([failure.message, failure])).not.toMatch(/secret/);
    expect(failure.message).toBe('test answered 500 to POST /path.');
  });

  it('serves as fetch for an SDK, streaming included', async () => {
    const { server, egress } = await start((response) => response.end('streamed'));
    const response = await egress.fetchAs('test')(server.url, { method: 'POST', body: 'x', headers: { a: 'b' } });
    expect(await response.text()).toBe('streamed');
    expect(server.requests[0]?.headers).toMatchObject({ a: 'b' });
  });

  it('says at a port that speaks no HTTP that the connection was lost', async () => {
    const server = createServer((socket) =>
      socket
        .on('error', () => socket.destroy())
        .resume()
        .end('SSH-2.0-x\r\n'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const egress = createEgress({ operatorAddresses: [url] });
    open.push(egress, { close: () => new Promise((resolve) => server.close(resolve)) });
    expect(await failureOf(egress.send({ provider: 'test', url, method: 'POST' }))).toMatchObject({ kind: 'unknown' });
  });
});

describe('Retry-After', () => {
  const nowMs = Date.parse('2026-11-20T10:00:00Z');

  it.each([
    ['2', 2000],
    ['0', 0],
    ['1.5', 1500],
    ['Fri, 20 Nov 2026 10:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
    ['99999999', 900_000],
    ['Fri, 20 Nov 2099 10:00:30 GMT', 900_000],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('%s waits %s ms', (header, waitMs) => {
    expect(parseRetryAfter(header, nowMs)).toBe(waitMs);
  });
});

async function start(
  answer: Parameters<typeof startAnsweringServer>[0],
): Promise<{ server: AnsweringServer; egress: Egress }> {
  const server = await startAnsweringServer(answer);
  const egress = createEgress({ operatorAddresses: [server.url] });
  open.push(server, egress);
  return { server, egress };
}

async function failureOf(work: Promise<unknown>): Promise<ProviderError> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(ProviderError);
  if (!(outcome instanceof ProviderError)) throw new TypeError('The request did not fail as it should.');
  return outcome;
}
