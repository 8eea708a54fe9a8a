import { z } from '@hono/zod-openapi';
import type { RouteConfig } from '@hono/zod-openapi';
import { AppError } from '#platform/errors.ts';
import { defineRoute } from '#api/route.ts';
import type { AnyRoute, RouteOptions } from '#api/route.ts';

type Method = Extract<RouteConfig['method'], 'get' | 'post' | 'put' | 'patch' | 'delete'>;
type Entry = readonly [methods: string, path: string, access?: RouteOptions['access']];

/** A capability of the older systems that this version does not have: what will come, and its paths. */
interface Coming {
  tag: string;
  what: string;
  entries: readonly Entry[];
}

const comingCapabilities: readonly Coming[] = [
  {
    tag: 'Reports',
    what: 'Reports come with their sending to a channel; GET /api/dashboard has the numbers already.',
    entries: [],
  },
  {
    tag: 'Calls',
    what: 'Uploading recordings comes with their transcription; calls of the voice agent are transcribed and analysed already.',
    entries: [
      ['post', '/api/calls'],
      ['post', '/api/calls/{id}/process'],
    ],
  },
  {
    tag: 'Calls',
    what: 'Bitrix24 comes with the taking over of its calls, its webhook and its settings.',
    entries: [
      ['post', '/api/calls/sync'],
      ['put', '/api/settings/bitrix24'],
      ['post', '/api/settings/test/bitrix24'],
      ['post', '/api/webhooks/bitrix24', 'webhook'],
    ],
  },
  {
    tag: 'Analytics',
    what: 'Analytics of employees and trends come with score cards of calls; GET /api/dashboard/stats counts calls already.',
    entries: [
      ['get', '/api/analytics/employees'],
      ['get', '/api/analytics/trends'],
    ],
  },
  {
    tag: 'Telegram accounts',
    what: 'Telegram user accounts come with signing in by code and the taking over of chats; clients who write to the bot are in GET /api/messaging/chats already.',
    entries: [
      ['get', '/api/bd-accounts'],
      ['post', '/api/bd-accounts/send-code'],
      ['post', '/api/bd-accounts/verify-code'],
      ['get', '/api/bd-accounts/{id}/dialogs'],
      ['post', '/api/bd-accounts/{id}/sync-chats'],
      ['post', '/api/bd-accounts/{id}/sync-start'],
      ['post', '/api/bd-accounts/{id}/send'],
      ['post', '/api/bd-accounts/{id}/disconnect'],
    ],
  },
  {
    tag: 'AI',
    what: 'Talking to an AI agent comes with its knowledge base; for drafts of replies use POST /api/ai/drafts/generate.',
    entries: [['post', '/api/chat']],
  },
  {
    tag: 'Agents',
    what: 'The knowledge and the objections of AI agents come with the knowledge base; scripts of voice agents are here already.',
    entries: [
      ['get post', '/api/agents/{id}/knowledge'],
      ['delete', '/api/agents/{id}/knowledge/{knowledgeId}'],
      ['get post', '/api/agents/{id}/objections'],
      ['delete', '/api/agents/{id}/objections/{objectionId}'],
      ['get post', '/api/knowledge-base/categories'],
      ['get post', '/api/knowledge-base/articles'],
    ],
  },
  {
    tag: 'Integrations',
    what: 'Kommo comes with its sign-in and with pipelines, leads and contacts kept alike on both sides.',
    entries: [
      ['get post', '/api/crm/kommo'],
      ['post', '/api/integrations/kommo/oauth/start'],
      ['get', '/api/integrations/kommo/oauth/callback', 'public'],
      ['put', '/api/settings/kommo'],
      ['post', '/api/settings/test/kommo'],
      ['post', '/api/webhooks/kommo', 'webhook'],
    ],
  },
  {
    tag: 'Proposals',
    what: 'Proposals come with their PDF and their sending; POST /api/emails sends letters with attachments already.',
    entries: [
      ['get post', '/api/proposals'],
      ['get put delete', '/api/proposals/{id}'],
      ['post', '/api/proposals/{id}/send'],
    ],
  },
  {
    tag: 'Billing',
    what: 'Billing comes with plans paid through Stripe; nothing here costs anything so far.',
    entries: [
      ['get', '/api/billing'],
      ['post', '/api/billing/checkout'],
      ['put', '/api/settings/stripe'],
      ['post', '/api/webhooks/stripe', 'webhook'],
    ],
  },
];

/** One route for each planned method and path; all answer 501 in the error shape and name what will come. */
export const notImplementedRoutes: readonly AnyRoute[] = comingCapabilities.flatMap(({ tag, what, entries }) =>
  entries.flatMap(([methods, path, access]) =>
    methods
      .split(' ')
      .map((method) =>
        notImplementedRoute(method as Method, path, { tag, what }, access === undefined ? {} : { access }),
      ),
  ),
);

function notImplementedRoute(
  method: Method,
  path: string,
  { tag, what }: Omit<Coming, 'entries'>,
  options: RouteOptions,
): AnyRoute {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string().max(100)] as const);
  const route = {
    method,
    path,
    operationId: `${method}${path.replaceAll(/[^a-z0-9]+(\w?)/gi, (_match, letter: string) => letter.toUpperCase())}`,
    tags: [tag],
    summary: 'Not built in this version',
    description: what,
    'x-not-implemented': true,
    ...(names.length > 0 ? { request: { params: z.object(Object.fromEntries(names)) } } : {}),
    responses: {},
  } satisfies RouteConfig;
  return defineRoute(
    route,
    () => {
      throw new AppError('not_implemented', 'notImplemented', what);
    },
    { ...options, errors: ['not_implemented'] },
  );
}
