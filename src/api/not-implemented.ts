import type { RouteConfig } from '@hono/zod-openapi';
import { AppError } from '#platform/errors.ts';
import { defineRoute } from '#api/route.ts';
import type { AnyRoute, RouteOptions } from '#api/route.ts';

type Method = Extract<RouteConfig['method'], 'get' | 'post' | 'put' | 'patch' | 'delete'>;

/** Paths of the older systems that this version answers with 501, by tag. `public` ones need no token. */
const planned: Record<string, readonly (readonly [methods: string, path: string, access?: 'public'])[]> = {
  Calls: [
    ['post', '/api/calls'],
    ['post', '/api/calls/{id}/process'],
    ['post', '/api/calls/sync'],
  ],
  Messaging: [
    ['get', '/api/messaging/inbox'],
    ['get', '/api/messaging/stats'],
  ],
  'Telegram accounts': [
    ['get', '/api/bd-accounts'],
    ['post', '/api/bd-accounts/send-code'],
    ['post', '/api/bd-accounts/verify-code'],
    ['get', '/api/bd-accounts/{id}/dialogs'],
    ['post', '/api/bd-accounts/{id}/sync-chats'],
    ['post', '/api/bd-accounts/{id}/sync-start'],
    ['post', '/api/bd-accounts/{id}/send'],
    ['post', '/api/bd-accounts/{id}/disconnect'],
  ],
  AI: [['post', '/api/chat']],
  Agents: [
    ['delete', '/api/agents/{id}'],
    ['get post', '/api/agents/{id}/knowledge'],
    ['delete', '/api/agents/{id}/knowledge/{knowledgeId}'],
    ['get post', '/api/agents/{id}/objections'],
    ['delete', '/api/agents/{id}/objections/{objectionId}'],
    ['get post', '/api/knowledge-base/categories'],
    ['get post', '/api/knowledge-base/articles'],
  ],
  Analytics: [
    ['get', '/api/analytics/employees'],
    ['get', '/api/analytics/trends'],
    ['get', '/api/reports'],
    ['post', '/api/reports/test-telegram'],
  ],
  Settings: [
    ['post', '/api/settings'],
    ['put', '/api/settings/bitrix24'],
    ['put', '/api/settings/kommo'],
    ['put', '/api/settings/stripe'],
    ['post', '/api/settings/test/bitrix24'],
    ['post', '/api/settings/test/kommo'],
  ],
  Proposals: [
    ['get post', '/api/proposals'],
    ['get put delete', '/api/proposals/{id}'],
    ['post', '/api/proposals/{id}/send'],
  ],
  Integrations: [
    ['get post', '/api/crm/kommo'],
    ['post', '/api/integrations/kommo/oauth/start'],
    ['get', '/api/integrations/kommo/oauth/callback', 'public'],
  ],
  Billing: [
    ['get', '/api/billing'],
    ['post', '/api/billing/checkout'],
  ],
};

/** One route for each planned method and path; all answer 501 in the error shape. */
export const notImplementedRoutes: readonly AnyRoute[] = Object.entries(planned).flatMap(([tag, entries]) =>
  entries.flatMap(([methods, path, access]) =>
    methods
      .split(' ')
      .map((method) => notImplementedRoute(method as Method, path, tag, access === undefined ? {} : { access })),
  ),
);

function notImplementedRoute(method: Method, path: string, tag: string, options: RouteOptions): AnyRoute {
  const route = {
    method,
    path,
    operationId: `${method}${path.replaceAll(/[^a-z0-9]+(\w?)/gi, (_match, letter: string) => letter.toUpperCase())}`,
    tags: [tag],
    summary: 'Not built in this version',
    'x-not-implemented': true,
    responses: {},
  } satisfies RouteConfig;
  return defineRoute(
    route,
    () => {
      throw new AppError('not_implemented', 'notImplemented', 'This is planned and not built in this version.');
    },
    { ...options, errors: ['not_implemented'] },
  );
}
