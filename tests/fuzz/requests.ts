import fc from 'fast-check';
import { asObject, objectsOf } from '#api/docs/json.ts';
import type { Json } from '#api/docs/json.ts';
import { hostileText, hostileValue, valueOf } from '#tests/fuzz/values.ts';
import type { FuzzSources } from '#tests/fuzz/values.ts';

export type FuzzRole = 'admin' | 'manager' | 'analyst' | 'stranger';

/** One operation of the document. */
export interface FuzzOperation {
  method: string;
  path: string;
  operation: Json;
}

/** A request that is ready to be sent, but for the token of its role. */
export interface FuzzRequest {
  role: FuzzRole;
  method: string;
  /** With the query. */
  address: string;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | null;
}

/** The operations of the document, in its order. */
export function operationsOf(document: Json): FuzzOperation[] {
  return Object.entries(asObject(document['paths'])).flatMap(([path, operations]) =>
    Object.entries(asObject(operations)).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation: asObject(operation),
    })),
  );
}

/** Requests for one operation: mostly well-meant ones with something wrong in them. */
export function requestFor(
  { method, path, operation }: FuzzOperation,
  sources: FuzzSources,
): fc.Arbitrary<FuzzRequest> {
  const parameters = objectsOf(operation['parameters']).filter((one) => one['name'] !== undefined);
  const inPlace = (place: string) => parameters.filter((parameter) => parameter['in'] === place);
  return fc
    .record({
      role: fc.oneof(
        { weight: 6, arbitrary: fc.constant<FuzzRole>('admin') },
        { weight: 3, arbitrary: fc.constant<FuzzRole>('manager') },
        { weight: 2, arbitrary: fc.constantFrom<FuzzRole>('analyst', 'stranger') },
      ),
      method: fc.oneof(
        { weight: 40, arbitrary: fc.constant(method) },
        { weight: 1, arbitrary: fc.constantFrom('PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND') },
      ),
      path: fc.record(Object.fromEntries(inPlace('path').map((one) => [textOf(one['name']), asText(one, sources)]))),
      query: fc.record(
        Object.fromEntries(
          inPlace('query').map((one) => [textOf(one['name']), fc.option(asText(one, sources), { freq: 2 })]),
        ),
      ),
      more: fc.oneof(
        { weight: 9, arbitrary: fc.constant<Record<string, string>>({}) },
        {
          weight: 1,
          arbitrary: fc.dictionary(fc.constantFrom('cf.x', 'sort', 'limit', 'x[]'), hostileText, { maxKeys: 2 }),
        },
      ),
      key: fc.option(fc.uuid(), { freq: 4 }),
      tag: fc.option(fc.constantFrom('"v1"', '*', 'W/"v1"', 'v', '"v99999999999"'), { freq: 5 }),
      sent: bodyOf(operation, sources),
    })
    .map(({ path: values, query, more, key, tag, sent, ...rest }) => {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encoded(values[name] ?? ''));
      const search = [...Object.entries(query), ...Object.entries(more)].flatMap(([name, value]) =>
        value === null ? [] : [`${encoded(name)}=${encoded(value)}`],
      );
      const headers = {
        ...sent.headers,
        ...(key === null ? {} : { 'idempotency-key': key }),
        ...(tag === null ? {} : { 'if-match': tag, 'if-none-match': tag }),
      };
      const isBodiless = rest.method === 'GET' || rest.method === 'HEAD';
      return {
        ...rest,
        address: filled + (search.length > 0 ? `?${search.join('&')}` : ''),
        headers,
        body: isBodiless ? null : sent.body,
      };
    });
}

interface Sent {
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | null;
}

function bodyOf(operation: Json, sources: FuzzSources): fc.Arbitrary<Sent> {
  const content = asObject(asObject(operation['requestBody'])['content']);
  const json = asObject(content['application/json']);
  const form = asObject(content['multipart/form-data']);
  const type = { 'content-type': 'application/json' };
  const strange = fc.constantFrom<Sent>(
    { headers: type, body: '{' },
    { headers: type, body: 'null' },
    { headers: type, body: '['.repeat(100_000) },
    { headers: type, body: JSON.stringify('x'.repeat(1_100_000)) },
    { headers: type, body: new Uint8Array([0xff, 0xfe, 0x00, 0xd8, 0x22]) },
    { headers: type, body: '{"a":1e999999,"b":-1e-999999}' },
    {
      headers: { 'content-type': 'text/xml' },
      body: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    },
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'name=x&phone=1' },
    { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x\r\nbroken' },
    { headers: { 'content-type': 'application/json; charset=utf-16' }, body: '{}' },
    { headers: {}, body: null },
  );
  if (content['multipart/form-data'] !== undefined)
    return fc.oneof({ weight: 4, arbitrary: formOf(form, sources) }, { weight: 1, arbitrary: strange });
  if (content['application/json'] === undefined)
    return fc.oneof(
      { weight: 12, arbitrary: fc.constant<Sent>({ headers: {}, body: null }) },
      { weight: 1, arbitrary: strange },
    );
  const sentJson = (value: fc.Arbitrary<unknown>) =>
    value.map((one): Sent => ({ headers: type, body: JSON.stringify(one) ?? 'null' }));
  const example = asObject(json['example']);
  const schema = valueOf(json['schema'], sources);
  // The route's own example with one field changed gets further than a body of chance.
  const changed = fc
    .tuple(
      fc.constantFrom('', ...Object.keys(example)),
      fc.oneof(hostileValue, schema),
      fc.constantFrom(...sources.ownIds, ...sources.foreignIds),
    )
    .map(([field, value, id]) => {
      const withIds = Object.fromEntries(
        Object.entries(example).map(([name, given]) => [name, name.endsWith('Id') ? id : given]),
      );
      return field === '' ? withIds : { ...withIds, [field]: value };
    });
  return fc.oneof(
    { weight: 6, arbitrary: sentJson(changed) },
    { weight: 6, arbitrary: sentJson(schema) },
    { weight: 1, arbitrary: strange },
  );
}

function formOf(form: Json, sources: FuzzSources): fc.Arbitrary<Sent> {
  const fields = Object.entries(asObject(asObject(form['schema'])['properties'])).filter(([name]) => name !== 'file');
  const file = fc.oneof(
    fc.constantFrom(
      'name,phone\nMaria,+79161234567\n',
      '',
      '\0\0',
      '=1+1,"',
      'a'.repeat(50_000),
      'PK\u0003\u0004broken',
    ),
    fc.string({ unit: 'binary', maxLength: 300 }),
  );
  const values = fc.record(
    Object.fromEntries(fields.map(([name, schema]) => [name, asText({ schema, name }, sources)])),
  );
  return fc
    .tuple(file, values, fc.constantFrom('a.csv', 'a.xlsx', '../a.csv', 'я"; x=.csv'))
    .map(([text, given, name]) => {
      const head = (line: string) => `--fuzz\r\nContent-Disposition: form-data; ${line}\r\n\r\n`;
      const parts = Object.entries(given).map(([field, value]) => `${head(`name="${field}"`)}${value}\r\n`);
      const body = `${parts.join('')}${head(`name="file"; filename="${name}"`)}${text}\r\n--fuzz--\r\n`;
      return { headers: { 'content-type': 'multipart/form-data; boundary=fuzz' }, body };
    });
}

/** A parameter's value as text, sometimes one that nobody means well with. */
function asText(parameter: Json, sources: FuzzSources): fc.Arbitrary<string> {
  const value = valueOf(parameter['schema'], sources, textOf(parameter['name']));
  return value.map((one) => (typeof one === 'string' ? one : (JSON.stringify(one) ?? '')).slice(0, 6_000));
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
