import fc from 'fast-check';
import { z } from 'zod';
import { hostileText, hostileValue, spoiledJson } from './hostile-values.ts';

const Schema = z.record(z.string(), z.unknown());
type Schema = z.output<typeof Schema>;
const Parameter = z.looseObject({ name: z.string(), in: z.string(), schema: Schema.optional() });
const Operation = z.looseObject({
  operationId: z.string(),
  'x-not-implemented': z.boolean().default(false),
  parameters: z.array(Parameter).default([]),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: Schema.optional() })) })
    .optional(),
});
/** As much of an OpenAPI document as requests are made from, with parameters that many operations share put in their places. */
export const OpenApi = z.preprocess(
  withSharedParameters,
  z.looseObject({
    paths: z.record(z.string(), z.record(z.string(), Operation)),
    components: z.looseObject({ schemas: z.record(z.string(), Schema) }),
  }),
);

function withSharedParameters(document: unknown): unknown {
  const Shared = z.looseObject({
    components: z.looseObject({ parameters: z.record(z.string(), z.unknown()).default({}) }),
  });
  const { parameters } = Shared.parse(document).components;
  return JSON.parse(JSON.stringify(document), (_key, value: unknown) => {
    const reference = z.object({ $ref: z.string().startsWith('#/components/parameters/') }).safeParse(value);
    return reference.success ? (parameters[reference.data.$ref.split('/').at(-1) ?? ''] ?? value) : value;
  });
}

export interface HostileRequest {
  operationId: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Requests to every operation of the document: nearly right, wrong in one place, or wrong altogether. */
export function hostileRequests(options: {
  document: z.output<typeof OpenApi>;
  /** Ids that exist, own and foreign: without them nothing behind the first look-up would be reached. */
  ids: readonly string[];
  /** How often an operation is chosen among the others. */
  weightOf: (operation: { operationId: string; method: string; isImplemented: boolean }) => number;
}): fc.Arbitrary<HostileRequest> {
  const { document, ids, weightOf } = options;
  const values = createValues(document, ids);
  const operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({
      weight: weightOf({
        operationId: operation.operationId,
        method,
        isImplemented: !operation['x-not-implemented'],
      }),
      arbitrary: requestOf(values, method.toUpperCase(), path, operation),
    })),
  );
  return fc.oneof(...operations.filter(({ weight }) => weight > 0));
}

type Values = ReturnType<typeof createValues>;

function createValues(document: z.output<typeof OpenApi>, ids: readonly string[]) {
  const id = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: fc.uuid() });

  function resolve(schema: Schema): Schema {
    const reference = schema['$ref'];
    return typeof reference === 'string'
      ? (document.components.schemas[reference.split('/').at(-1) ?? ''] ?? {})
      : schema;
  }

  /** What the schema allows, roughly. */
  function fitting(given: Schema, depth = 0): fc.Arbitrary<unknown> {
    const schema = resolve(given);
    if ('const' in schema) return fc.constant(schema['const']);
    const allowed = schema['enum'];
    if (Array.isArray(allowed)) return fc.constantFrom<unknown[]>(...allowed);
    const choices = [schema['anyOf'], schema['oneOf']].find(Array.isArray);
    if (choices) return fc.oneof(...choices.map((choice) => spoiled(Schema.parse(choice), depth + 1)));
    const types = [schema['type']].flat();
    if (types.includes('null') && types.length > 1)
      return fc.oneof(fc.constant(null), fitting({ ...schema, type: types.find((type) => type !== 'null') }, depth));
    switch (types[0]) {
      case 'object':
        return fittingObject(schema, depth);
      case 'array':
        return fc.array(spoiled(Schema.parse(schema['items'] ?? {}), depth + 1), { maxLength: 3 });
      case 'integer':
      case 'number':
        return fc.integer({
          min: Number(schema['minimum'] ?? -2),
          max: Math.max(Number(schema['minimum'] ?? -2), Number(schema['maximum'] ?? 500)),
        });
      case 'boolean':
        return fc.boolean();
      case 'string':
        return fittingText(schema);
      default:
        return hostileValue;
    }
  }

  function fittingText(schema: Schema): fc.Arbitrary<string> {
    switch (schema['format']) {
      case 'uuid':
        return id;
      case 'date-time':
        return fc
          .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
          .map((date) => date.toISOString());
      case 'email':
        return fc.nat({ max: 500 }).map((number) => `person${number}@example.test`);
      default:
        return fc.oneof(fc.constantFrom('Мария Козлова', '+79161234567', 'x', 'ru', 'Europe/Moscow'), id, hostileText);
    }
  }

  function fittingObject(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    const properties = Object.entries(Schema.parse(schema['properties'] ?? {}));
    if (depth > 4 || properties.length === 0) return fc.dictionary(hostileText, hostileValue, { maxKeys: 3 });
    const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
    const entries = Object.fromEntries(
      properties.map(([name, property]) => [name, spoiled(Schema.parse(property), depth + 1)]),
    );
    return fc.record(entries, { requiredKeys: required.filter((name) => name in entries) });
  }

  /** Mostly what fits, now and then anything. */
  function spoiled(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    return fc.oneof({ weight: 7, arbitrary: fitting(schema, depth) }, { weight: 1, arbitrary: hostileValue });
  }

  return { id, fitting, spoiled };
}

const pathPiece = hostileText.map((text) => encodeURIComponent(text.toWellFormed().slice(0, 300)));
const rawPiece = fc.constantFrom(
  '%00',
  '%ff',
  '%c0%80',
  '..%2f..%2fetc',
  '%',
  '%zz',
  '.',
  '..',
  '*',
  ';x=1',
  '%2e%2e',
  '\u007f'.length.toString(),
);

function requestOf(
  values: Values,
  method: string,
  path: string,
  operation: z.output<typeof Operation>,
): fc.Arbitrary<HostileRequest> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pieces = fc.tuple(
    ...names.map(() =>
      fc.oneof(
        { weight: 8, arbitrary: values.id },
        { weight: 2, arbitrary: pathPiece },
        { weight: 1, arbitrary: rawPiece },
      ),
    ),
  );
  const query = fc.tuple(
    ...operation.parameters
      .filter((parameter) => parameter.in === 'query')
      .map((parameter) =>
        fc.option(
          values
            .spoiled(parameter.schema ?? {}, 3)
            .map((value) => `${parameter.name}=${encodeURIComponent(textOf(value))}`),
          { nil: '' },
        ),
      ),
    fc.oneof(
      { weight: 12, arbitrary: fc.constant('') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'limit=1&limit=2',
          'cursor=%00',
          'cursor[$ne]=1',
          'organizationId=x',
          '__proto__[a]=1',
          `q=${'x'.repeat(9_000)}`,
        ),
      },
    ),
  );
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body: fc.Arbitrary<string | undefined> = schema
    ? fc
        .oneof({ weight: 12, arbitrary: values.fitting(schema) }, { weight: 1, arbitrary: hostileValue })
        .chain((value) => spoiledJson(JSON.stringify(value) ?? ''))
    : fc.constant(undefined);
  return fc.record({ pieces, query, body, headers: hostileHeaders }).map((made): HostileRequest => {
    let at = 0;
    const filled = path.replaceAll(/\{\w+\}/g, () => made.pieces[at++] ?? 'x');
    const search = made.query.filter((part) => part !== '').join('&');
    return {
      operationId: operation.operationId,
      method,
      path: filled + (search === '' ? '' : `?${search}`),
      headers: { ...(made.body === undefined ? {} : { 'content-type': 'application/json' }), ...made.headers },
      ...(made.body === undefined ? {} : { body: made.body }),
    };
  });
}

const visible = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 250,
});
const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 14, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: visible.map((text) => ({ 'idempotency-key': text.trim() })) },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b', 'c').map((key) => ({ 'idempotency-key': `repeated-${key}` })) },
  { weight: 1, arbitrary: visible.map((text) => ({ 'if-match': text.trim() })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('"1"', 'W/"1"', '*', '"-1"', '"9999999999999999999"')
      .map((tag) => ({ 'if-match': tag })),
  },
  { weight: 1, arbitrary: visible.map((text) => ({ 'x-request-id': text.trim() })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        'text/plain',
        'application/xml',
        'multipart/form-data; boundary=x',
        'application/json; charset=utf-16',
        '',
      )
      .map((type) => ({ 'content-type': type })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('bytes=0-', 'bytes=-0', 'bytes=9-1', 'bytes=0-0,2-3', 'lines=1')
      .map((range) => ({ range })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('1.2.3.4', '::1', 'x, y', '127.0.0.1', '999.1.1.1')
      .map((address) => ({ 'x-forwarded-for': address })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        'Bearer',
        'Bearer ',
        'Bearer null',
        'Basic YTpi',
        'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.',
        `Bearer ${'a'.repeat(4_097)}`,
      )
      .map((authorization) => ({ authorization })),
  },
);

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.toWellFormed().slice(0, 3_000);
}
