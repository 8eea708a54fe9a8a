import { exampleOf, resolved } from '#api/docs/example-of.ts';
import { asObject, isObject, objectsOf } from '#api/docs/json.ts';
import type { Json } from '#api/docs/json.ts';
import { problemExamples } from '#api/docs/problem-examples.ts';
import { statusOfCode } from '#api/errors.ts';
import type { ApiErrorCode } from '#api/errors.ts';
import type { AnyRoute } from '#api/route.ts';

const everywhere = [
  'X-Request-Id',
  'RateLimit',
  'RateLimit-Policy',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
];

/** Completes an operation of the document in place: what HTTP adds to every route of its kind, and examples. */
export function completeOperation(operation: Json, { route, options }: AnyRoute, components: Json): void {
  const isMember = (options.access ?? 'member') === 'member';
  const isTagged = route.method === 'get' && isMember && !('x-not-implemented' in route);
  const takesIfMatch = options.errors?.includes('stale') === true && !hasVersionInBody(operation, components);
  const responses = asObject(operation['responses']);
  if (isTagged) responses['304'] ??= { description: 'Nothing has changed since the answer with that tag.' };
  if (takesIfMatch) responses['412'] ??= problemOf('stale', 'Somebody changed it meanwhile; If-Match said otherwise.');
  operation['parameters'] = [
    ...objectsOf(operation['parameters']).map((parameter) => withExample(parameter, components)),
    { $ref: '#/components/parameters/RequestId' },
    ...(isTagged ? [{ $ref: '#/components/parameters/IfNoneMatch' }] : []),
    ...(takesIfMatch ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
  ];
  for (const [status, response] of Object.entries(responses)) {
    if (!isObject(response)) continue;
    response['headers'] = {
      ...asObject(response['headers']),
      ...headersOf(status, { isTagged, options, takesIfMatch }),
    };
    completeContent(Number(status), response, components);
    if (Number(status) >= 400) responses[status] = shared(status, response, components);
  }
}

/** Operations that are told the version in their body, not by If-Match. */
function hasVersionInBody(operation: Json, components: Json): boolean {
  const content = asObject(asObject(operation['requestBody'])['content']);
  const schema = resolved(asObject(asObject(content['application/json'])['schema']), components);
  return Object.keys(asObject(schema['properties'])).some((name) => /version|revision|hash/i.test(name));
}

function headersOf(
  status: string,
  { isTagged, takesIfMatch, options }: Pick<AnyRoute, 'options'> & { isTagged: boolean; takesIfMatch: boolean },
): Json {
  const isSuccess = status.startsWith('2');
  const names = [
    ...everywhere,
    ...(status === '429' || status === '503' ? ['Retry-After'] : []),
    ...(status === '401' ? ['WWW-Authenticate'] : []),
    ...((isSuccess && (isTagged || takesIfMatch)) || status === '304' ? ['ETag'] : []),
    ...(isSuccess && options.isIdempotent ? ['Idempotency-Replayed'] : []),
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** A reference to the refusal: most routes refuse alike, and the document stays small when each is told once. */
function shared(status: string, response: Json, components: Json): Json {
  const known = asObject(components['responses']);
  components['responses'] = known;
  const text = JSON.stringify(response);
  const same = Object.entries(known).find(([, candidate]) => JSON.stringify(candidate) === text)?.[0];
  const taken = Object.keys(known).filter((name) => name.startsWith(`Refusal${status}`)).length;
  const name = same ?? `Refusal${status}${taken === 0 ? '' : `_${taken + 1}`}`;
  known[name] = response;
  return { $ref: `#/components/responses/${name}` };
}

/** Refusals show the codes that the status may carry; answers an example that fits their schema. */
function completeContent(status: number, response: Json, components: Json): void {
  const json = asObject(response['content'])['application/json'];
  if (!isObject(json) || json['example'] !== undefined || json['examples'] !== undefined) return;
  if (status < 400 || asObject(json['schema'])['$ref'] !== '#/components/schemas/Problem') {
    json['example'] = exampleOf(json['schema'], components);
    return;
  }
  const named = [...String(response['description']).matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '');
  const codes = Object.keys(problemExamples).filter(
    (code) => named.includes(code) || (named.length === 0 && statusOfCode[code as ApiErrorCode] === status),
  );
  json['examples'] = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
}

function problemOf(code: ApiErrorCode, description: string): Json {
  return {
    description,
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: { [code]: { $ref: `#/components/examples/${code}` } },
      },
    },
  };
}

/** Parameters of paths get an example to try; those of queries stay empty unless their route shows one. */
function withExample(parameter: Json, components: Json): Json {
  if (parameter['in'] !== 'path' || parameter['example'] !== undefined) return parameter;
  return { ...parameter, example: exampleOf(parameter['schema'], components, String(parameter['name'])) };
}
