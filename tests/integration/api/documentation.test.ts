import { afterAll, beforeAll, expect, test } from 'vitest';
import { Spectral } from '@stoplight/spectral-core';
import { oas } from '@stoplight/spectral-rulesets';
import { z } from 'zod';
import { apiRoutes } from '#api/routes.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { requiredPaths } from '#tests/integration/api/required-paths.ts';

const Response = z.looseObject({
  description: z.string().min(3),
  headers: z.record(z.string(), z.unknown()),
  content: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(3),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  description: z.string().min(10),
  responses: z.record(z.string(), z.union([z.object({ $ref: z.string() }), Response])),
});
const Document = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), Response),
    securitySchemes: z.record(z.string(), z.unknown()),
  }),
});

let api: ApiWorld;
let document: z.output<typeof Document>;
beforeAll(async () => {
  api = await createApiWorld();
  const answer = await api.call({ path: '/api/openapi.json' });
  expect(answer.status).toBe(200);
  document = Document.parse(await answer.json());
});
afterAll(() => api.close());

test('every route is described once, with its own operation id', () => {
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  expect(described.toSorted()).toEqual(apiRoutes.map(({ route }) => `${route.method} ${route.path}`).toSorted());
  const ids = Object.values(document.paths).flatMap((operations) =>
    Object.values(operations).map((operation) => operation.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('every operation says who may call it and how it refuses', () => {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const needsToken = operation.security.length > 0;
      expect(Object.keys(operation.responses), `${method} ${path}`).toEqual(
        expect.arrayContaining(needsToken ? ['401', '429', '500'] : ['429', '500']),
      );
    }
  }
  expect(document.components.securitySchemes).toHaveProperty('bearer');
});

test('every answer in JSON shows an example, and every answer names the headers that all have', () => {
  const { responses: shared } = document.components;
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, { responses }] of Object.entries(operations)) {
      for (const [status, given] of Object.entries(responses)) {
        const label = `${method} ${path} ${status}`;
        const response = Response.parse('$ref' in given ? shared[String(given.$ref).split('/').at(-1) ?? ''] : given);
        expect(Object.keys(response.headers), label).toEqual(expect.arrayContaining(['X-Request-Id', 'RateLimit']));
        const json = response.content?.['application/json'];
        if (json)
          expect(Object.keys(json), label).toContain(Number(status) < 400 || json['example'] ? 'example' : 'examples');
      }
    }
  }
});

test('what is planned says what will come, and is the only thing that no answer but 501 is promised for', async () => {
  const planned = apiRoutes.filter(({ route }) => 'x-not-implemented' in route);
  for (const { route } of planned) {
    expect(route.description, route.path).toMatch(/ comes? with /);
    expect(Object.keys(route.responses), route.path).toContain('501');
  }
  const promised = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { responses }]) => Object.keys(responses).every((status) => Number(status) >= 400))
      .map(([method]) => `${method} ${path}`),
  );
  expect(promised.toSorted()).toEqual(planned.map(({ route }) => `${route.method} ${route.path}`).toSorted());
});

test('the document has nothing that Spectral would warn of, but that what is planned has no success to promise', async () => {
  const spectral = new Spectral();
  // Examples are held against their schemas by the longer run of the hostile tests: it takes four times this one.
  const ruleset: unknown = { extends: [[oas, 'recommended']], rules: { 'oas3-valid-media-example': 'off' } };
  // The rules come typed for another release of the formats that the engine names.
  spectral.setRuleset(ruleset as Parameters<typeof spectral.setRuleset>[0]);
  const findings = await spectral.run({ ...document });
  const expected = apiRoutes.filter(({ route }) => 'x-not-implemented' in route).length;
  const others = findings.filter(({ code }) => code !== 'operation-success-response');
  expect(others.map(({ code, message, path }) => `${String(code)}: ${message} at ${path.join(' ')}`)).toEqual([]);
  expect(findings.length).toBe(expected);
});

test('every path of the requirements is there', () => {
  const wanted = requiredPaths.flatMap((line) => {
    const [methods = '', ...paths] = line.split(' ');
    return paths.flatMap((path) => methods.split('|').map((method) => `${method} /${path}`));
  });
  const routes = new Set(apiRoutes.map(({ route }) => `${route.method} ${route.path}`));
  expect(wanted.filter((path) => !routes.has(path))).toEqual([]);
});

test('every schema that is referred to exists', () => {
  const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  const names = new Set([...references].map((match) => match[1] ?? ''));
  expect(names.size).toBeGreaterThan(15);
  expect([...names].filter((name) => !(name in document.components.schemas))).toEqual([]);
});

test('the page at /docs loads only what this server serves', async () => {
  const page = await api.call({ path: '/docs' });
  const html = await page.text();
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(addresses.length).toBeGreaterThanOrEqual(3);
  for (const address of addresses) {
    expect(address).toMatch(/^\/docs\//);
    const answer = await api.call({ path: address });
    expect(answer.status, address).toBe(200);
    expect((await answer.arrayBuffer()).byteLength, address).toBeGreaterThan(50);
  }
  expect((await api.call({ path: '/docs/..%2Fpackage.json' })).status).toBe(404);
});
