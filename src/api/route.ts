import { z } from '@hono/zod-openapi';
import type { OpenAPIRoute, RouteConfig, RouteHandler } from '@hono/zod-openapi';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Permission } from '#domain/permissions.ts';
import { runOnce } from '#domain/idempotency/run-once.ts';
import { sha256 } from '#platform/hashing.ts';
import { AppError } from '#platform/errors.ts';
import { Problem, statusOfCode } from '#api/errors.ts';
import type { ApiErrorCode } from '#api/errors.ts';
import type { ApiContext, ApiEnv } from '#api/env.ts';
import type { RateClass } from '#api/middleware/rate-limits.ts';

export interface RouteOptions {
  /** `member` by default: a bearer token is needed. `public` and `webhook` routes prove the caller by other means. */
  access?: 'member' | 'public' | 'webhook';
  /** Documentation, and the expectation of the authorization tests; the operation itself asks the policy. */
  permission?: Permission;
  errors?: readonly ApiErrorCode[];
  rate?: RateClass;
  /** The body is a form with a file, of at most this many bytes. */
  uploadBytes?: number;
  /** The handler reads the body itself, as it comes in. */
  streamsBody?: true;
  /** The POST creates something: an `Idempotency-Key` makes repeats answer as the first time. */
  isIdempotent?: boolean;
}

type PathRoute<Path extends string> = Omit<RouteConfig, 'path'> & { path: Path };

/** One route of the API's table: what it documents, how it is guarded, and its handler. */
export type DefinedRoute<Route extends RouteConfig> = OpenAPIRoute<Route, ApiEnv> & { options: RouteOptions };

/** A route whose exact type does not matter: for tables and loops. */
export interface AnyRoute {
  route: RouteConfig;
  handler: (c: never, next: never) => unknown;
  options: RouteOptions;
}

/** Defines one route. Refusals are thrown, so only the successful answer is part of its type. */
export function defineRoute<Path extends string, Route extends PathRoute<Path>>(
  route: Route,
  handler: RouteHandler<Route, ApiEnv>,
  options: RouteOptions = {},
): DefinedRoute<Route> {
  const documented = { ...route, ...documentation(route, options) };
  return {
    route: documented,
    handler: options.isIdempotent ? onceOnly(handler, options) : handler,
    options,
  } as DefinedRoute<Route>;
}

/** The same route under the path that an older system uses. */
export function aliasRoute(original: AnyRoute, from: string, to: string): AnyRoute {
  const { route } = original;
  if (!route.path.startsWith(from)) throw new Error(`${route.path} does not start with ${from}.`);
  const path = to + route.path.slice(from.length);
  const summary = `${route.summary ?? ''} (same as ${route.path})`;
  return {
    ...original,
    route: { ...route, path, summary, operationId: `${route.operationId ?? ''}By${pascalCase(to)}` },
  };
}

/** A JSON body that must be there. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { required: true, content: { 'application/json': { schema, example } } } as const;
}

/** A JSON body that may be left out, which counts as `{}`. */
export function optionalJsonBody<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { required: false, content: { 'application/json': { schema, example } } } as const;
}

/** A JSON answer. */
export function answer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

export const IdParams = z.object({
  id: z.uuid().openapi({ param: { name: 'id', in: 'path' }, example: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b' }),
});

/** Query parameters of a list that is read page by page. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the page before.'),
});

/** A yes or no in a query. */
export const QueryFlag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Rows passed over in a list, for pages by number; the answer has a total then. */
export const QueryOffset = z.coerce
  .number()
  .int()
  .min(0)
  .max(1_000_000)
  .describe('Rows to pass over instead of a cursor; the answer has `total` then, counted up to 10,000.');

/** A moment in a query. */
export const QueryMoment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .openapi({ type: 'string', format: 'date-time' });

/** A page of a list that also goes by numbers. */
export function countedPageOf<Schema extends z.ZodType>(item: Schema) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.number().int().optional().describe('Only when `offset` was given.'),
  });
}

/** A page of a list. */
export function pageOf<Schema extends z.ZodType>(item: Schema) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'expected 1 to 200 visible ASCII characters');

const problemContent = { 'application/json': { schema: Problem } };

function documentation(route: Omit<RouteConfig, 'path'>, options: RouteOptions) {
  const access = options.access ?? 'member';
  const codes = new Set<ApiErrorCode>(options.errors);
  if (access === 'member') codes.add('unauthenticated');
  if (options.permission) codes.add('forbidden');
  if (route.request?.body) codes.add('bad_request').add('unsupported_media_type').add('payload_too_large');
  if (route.request) codes.add('validation_failed');
  codes.add('rate_limited').add('internal');
  const responses: RouteConfig['responses'] = { ...route.responses };
  for (const [status, group] of Map.groupBy(codes, (code) => statusOfCode[code])) {
    responses[status] ??= { description: `\`${group.join('`, `')}\``, content: problemContent };
  }
  const parameters = options.isIdempotent
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'A repeat with the same key and body answers as the first time and changes nothing.',
          schema: { type: 'string', maxLength: 200 },
        },
      ]
    : undefined;
  return {
    responses,
    security: access === 'member' ? [{ bearer: [] }] : [],
    ...(parameters ? { parameters } : {}),
    description: `${route.description ?? ''} ${accessSentence(options)}`.trim(),
  };
}

/** Who may call a route, in a sentence. */
function accessSentence({ access, permission }: RouteOptions): string {
  if (permission) return `Needs the permission \`${permission}\`.`;
  if (access === 'public') return 'Needs no token.';
  if (access === 'webhook') return 'Needs no token: the sender proves itself by the address or a signature.';
  return 'For every member; what each may see and do depends on the record.';
}

type AnyHandler = (c: ApiContext, next: never) => Promise<Response> | Response;

/** Runs the handler once per Idempotency-Key; without a key, each time. */
function onceOnly(handler: unknown, options: RouteOptions): AnyHandler {
  const run = handler as AnyHandler;
  return async (c, next) => {
    const given = c.req.header('idempotency-key');
    if (given === undefined) return run(c, next);
    const key = IdempotencyKey.safeParse(given);
    if (!key.success) {
      throw new AppError('validation_failed', 'input.invalid', 'The header Idempotency-Key is not valid.', {
        fields: [{ field: 'Idempotency-Key', problem: key.error.issues[0]?.message ?? 'invalid' }],
      });
    }
    const ctx = c.get('ctx');
    const requestHash = sha256(`${c.req.method} ${c.req.path}\n${await bodyToCompare(c, options)}`);
    const kept = await runOnce(ctx, { key: key.data, requestHash }, async () => {
      const response = await run(c, next);
      return { status: response.status, body: await response.text() };
    });
    return c.body(kept.body, kept.status as ContentfulStatusCode, {
      'Content-Type': 'application/json',
      ...(kept.isRepeat ? { 'Idempotency-Replayed': 'true' } : {}),
    });
  };
}

/** The body as text; of a form without the boundary, which is another one each time. */
async function bodyToCompare(c: ApiContext, options: RouteOptions): Promise<string> {
  if (options.uploadBytes === undefined) return c.req.text();
  const boundary = /boundary="?([^";]+)/i.exec(c.req.header('content-type') ?? '')?.[1];
  const text = Buffer.from(await c.req.arrayBuffer()).toString('latin1');
  return boundary === undefined ? text : text.replaceAll(boundary, '');
}

function pascalCase(path: string): string {
  return path
    .split(/[^a-z0-9]+/i)
    .filter((part) => part !== '' && part !== 'api')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
