import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from '#api/env.ts';
import { completeOperation } from '#api/docs/complete-operation.ts';
import { describeEvents } from '#api/docs/describe-events.ts';
import { asObject, isObject, objectsOf } from '#api/docs/json.ts';
import type { Json } from '#api/docs/json.ts';
import { overview } from '#api/docs/overview.ts';
import { sharedComponents } from '#api/docs/shared-parts.ts';
import { tagDescriptions } from '#api/docs/tags.ts';
import type { AnyRoute } from '#api/route.ts';

/** The OpenAPI 3.1 document of the routes, with examples, headers and refusals for each. */
export function describeApi(routes: readonly AnyRoute[], version: string): Json {
  const registrar = new OpenAPIHono<ApiEnv>();
  registrar.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The `token` of a sign-in.',
  });
  for (const { route } of routes) registrar.openAPIRegistry.registerPath(route);
  const used = new Set(routes.flatMap(({ route }) => route.tags ?? []));
  const document: Json = {
    ...registrar.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Perezvon API',
        version,
        description: overview,
        contact: { name: 'Perezvon', url: 'https://perezvon.example.com' },
        license: { name: 'All rights reserved', url: 'https://perezvon.example.com/license' },
      },
      servers: [{ url: '/', description: 'This server.' }],
      tags: Object.entries(tagDescriptions)
        .filter(([name]) => used.has(name))
        .map(([name, description]) => ({ name, description })),
    }),
  };
  const components: Json = { ...asObject(document['components']), ...sharedComponents };
  for (const entry of routes) {
    const operations = asObject(asObject(document['paths'])[entry.route.path]);
    completeOperation(asObject(operations[entry.route.method]), entry, components);
  }
  giveTuplesItems(document);
  giveTuplesItems(components);
  return withoutUnused({ ...document, components, webhooks: describeEvents() });
}

/** Tools of before 3.1 look for `items` in every array, also beside `prefixItems`. */
function giveTuplesItems(value: unknown): void {
  if (Array.isArray(value)) for (const one of value) giveTuplesItems(one);
  if (!isObject(value)) return;
  const [first] = objectsOf(value['prefixItems']);
  if (first && value['items'] === undefined) value['items'] = first;
  for (const one of Object.values(value)) giveTuplesItems(one);
}

/** The document without shared headers and examples that nothing refers to. */
function withoutUnused(document: Json): Json {
  const text = JSON.stringify(document);
  const components = asObject(document['components']);
  const kept = (kind: string) =>
    Object.fromEntries(
      Object.entries(asObject(components[kind])).filter(([name]) => text.includes(`"#/components/${kind}/${name}"`)),
    );
  return { ...document, components: { ...components, headers: kept('headers'), examples: kept('examples') } };
}
