import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { describeApi } from '#api/docs/describe-api.ts';
import type { ApiContext, ApiEnv } from '#api/env.ts';
import { apiRoutes } from '#api/routes.ts';

const pageHeaders = {
  // Swagger UI writes style attributes; scripts come only from files of ours.
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'Cache-Control': 'no-cache',
};

const assets = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
]);

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Perezvon API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
</head>
<body>
<main id="api"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const startScript = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#api', deepLinking: true, persistAuthorization: false });\n`;

/** Serves the OpenAPI document and its page, with nothing loaded from elsewhere. */
export function registerDocs(app: OpenAPIHono<ApiEnv>, version: string): void {
  let document: string | undefined;
  app.get('/api/openapi.json', (c) => {
    document ??= JSON.stringify(describeApi(apiRoutes, version));
    return c.body(document, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' });
  });
  app.get('/docs', (c) => c.body(page, 200, { ...pageHeaders, 'Content-Type': 'text/html; charset=utf-8' }));
  app.get('/docs/start.js', (c) =>
    c.body(startScript, 200, { ...pageHeaders, 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/docs/:file', serveAsset);
}

async function serveAsset(c: ApiContext): Promise<Response> {
  const name = c.req.param('file') ?? '';
  const type = assets.get(name);
  if (type === undefined) return c.notFound();
  const folder = join(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'), '..');
  const bytes = new Uint8Array(await readFile(join(folder, name)));
  return c.body(bytes, 200, { ...pageHeaders, 'Content-Type': type, 'Cache-Control': 'public, max-age=86400' });
}
