import { OpenAPIHono } from '@hono/zod-openapi';
import type { RouteConfig } from '@hono/zod-openapi';
import type { Handler } from 'hono';
import { fieldProblems, invalidInput } from '#domain/parse-input.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { ApiEnv } from '#api/env.ts';
import { answerError } from '#api/errors.ts';
import { answerUnmatched } from '#api/unmatched.ts';
import { registerResetPage } from '#api/auth/reset-page.ts';
import { registerDocs } from '#api/docs/register-docs.ts';
import { allowOrigins } from '#api/middleware/allow-origins.ts';
import { beginRequest, limitAddress } from '#api/middleware/begin-request.ts';
import { guardRoute } from '#api/middleware/guard.ts';
import { apiRoutes } from '#api/routes.ts';
import { cacheRetellKeys } from '#api/webhooks/retell-keys.ts';

/** The HTTP API as a fetch handler, with every route of `apiRoutes` behind the same guards. */
export function createApi(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(fieldProblems(result.error));
    },
  });
  app.onError(answerError);
  app.notFound(answerUnmatched(apiRoutes));
  app.use(beginRequest({ ...deps, retellKeyOf: cacheRetellKeys(deps.retellKeyOf) }));
  app.use(limitAddress);
  if (deps.config.corsOrigins.length > 0) app.use(allowOrigins(deps.config.corsOrigins));
  for (const entry of apiRoutes) {
    const route: RouteConfig = { ...entry.route, middleware: guardRoute(entry) };
    // Each handler was checked against its own route where it was defined; the table forgets which is which.
    app.openapi(route, entry.handler as Handler<ApiEnv>);
  }
  registerDocs(app, deps.config.version);
  registerResetPage(app);
  return app;
}
