import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { apiRoutes } from '#api/routes.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(3),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(z.string(), z.looseObject({ description: z.string().min(3) })),
});
const Document = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
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

test('every path of the requirements is there', () => {
  const wanted = [
    'post /api/auth/register',
    'post /api/auth/login',
    'get /api/auth/me',
    'post /api/auth/logout',
    'post /api/auth/refresh',
    'get /api/users',
    'post /api/users/{id}/invite',
    'put /api/users/{id}/permissions',
    'get /api/clients',
    'put /api/crm/contacts/{id}',
    'put /api/leads/{id}/stage',
    'get /api/leads/{id}/activities',
    'get /api/leads/{id}/calls',
    'get /api/leads/{id}/emails',
    'put /api/pipeline/stages/{id}',
    'get /api/pipelines/stages/{id}/history',
    'post /api/calls',
    'get /api/calls/{id}/ai-analysis',
    'post /api/calls/batch-delete',
    'post /api/calls/export',
    'post /api/call-requests/{id}/approve',
    'get /api/chats',
    'get /api/messaging/chats',
    'post /api/messaging/send',
    'post /api/ai/drafts/generate',
    'post /api/ai/drafts/{id}/send',
    'post /api/chat',
    'patch /api/agents/{id}',
    'get /api/dashboard/stats',
    'put /api/settings/retell',
    'put /api/settings/bitrix24',
    'post /api/settings/test/kommo',
    'get /api/proposals/{id}',
    'get /api/integrations/kommo/oauth/callback',
    'post /api/billing/checkout',
    'post /api/webhooks/telegram/{botId}',
    'post /api/webhooks/retell',
    'post /api/webhooks/incoming/{token}',
    'get /api/health',
    'get /api/health/ready',
    'get /metrics',
    'post /api/bd-accounts/verify-code',
  ];
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
