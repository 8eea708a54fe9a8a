import fc from 'fast-check';
import { asObject, objectsOf } from '#api/docs/json.ts';
import type { Json } from '#api/docs/json.ts';
import { resolved, typeOf } from '#api/docs/example-of.ts';

/** What stands in a document's components, and ids that exist here and in the other organization. */
export interface FuzzSources {
  components: Json;
  ownIds: readonly string[];
  foreignIds: readonly string[];
}

/** An object whose objects are `depth` deep. */
function deep(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

const texts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  'x\uDFFFy',
  '\u202Etxt.exe',
  'ё'.repeat(5_000),
  'a'.repeat(70_000),
  "'; DROP TABLE leads; --",
  "' OR '1'='1",
  '%_%\\',
  '=HYPERLINK("http://evil.example","x")',
  '@SUM(1+1)*cmd|calc',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '../../../../etc/passwd',
  '${7*7}{{7*7}}',
  'constructor',
  '__proto__',
  '2026-02-30T25:61:00Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-00-00',
  '+7',
  '00000000-0000-0000-0000-000000000000',
  'http://169.254.169.254/latest',
  '\r\nSet-Cookie: a=b',
  '👩‍👩‍👧‍👦'.repeat(40),
];
const odd = [null, true, false, 0, -0, -1, 1e308, -1e308, 2 ** 53, 2 ** 31, 1.5, [], {}, [null], [[[]]]];

/** Values that nobody means well with. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...texts),
  fc.constantFrom<unknown>(...odd),
  fc.constant(deep(20)),
  fc.constant(Array.from({ length: 1_500 }, () => 'x')),
  fc.constant(JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{}}}')),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 4 }),
);
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: 'binary', maxLength: 80 }),
);

const anId = ({ ownIds, foreignIds }: FuzzSources) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...ownIds) },
    { weight: 3, arbitrary: fc.constantFrom(...foreignIds) },
    { weight: 1, arbitrary: fc.uuid() },
  );

/** Mostly values that fit the schema, some at its edges, some that nobody means well with. */
export function valueOf(schema: unknown, sources: FuzzSources, name = '', depth = 0): fc.Arbitrary<unknown> {
  const one = resolved(asObject(schema), sources.components);
  return fc.oneof(
    { weight: 8, arbitrary: fittingValue(one, sources, name, depth) },
    { weight: 2, arbitrary: edgeValue(one, sources, name) },
    { weight: 1, arbitrary: hostileValue },
  );
}

function fittingValue(schema: Json, sources: FuzzSources, name: string, depth: number): fc.Arbitrary<unknown> {
  if (schema['const'] !== undefined) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0) return fc.constantFrom(...schema['enum']);
  const choices = [...objectsOf(schema['anyOf']), ...objectsOf(schema['oneOf'])];
  if (choices.length > 0) return fc.oneof(...choices.map((choice) => valueOf(choice, sources, name, depth)));
  const parts = objectsOf(schema['allOf']);
  if (parts.length > 0) return fc.oneof(...parts.map((part) => valueOf(part, sources, name, depth)));
  if (depth > 6) return fc.constant(null);
  switch (typeOf(schema)) {
    case 'object':
      return objectValue(schema, sources, depth);
    case 'array':
      return fc.array(valueOf(schema['items'] ?? {}, sources, name.replace(/s$/, ''), depth + 1), { maxLength: 4 });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: bounded(schema['minimum'], -10), max: bounded(schema['maximum'], 1_000) });
    case 'null':
      return fc.constant(null);
    default:
      return fittingText(schema, sources, name);
  }
}

function fittingText(schema: Json, sources: FuzzSources, name: string): fc.Arbitrary<unknown> {
  const { format, pattern } = schema;
  if (format === 'uuid' || /(^id|Ids?)$/.test(name)) return anId(sources);
  if (format === 'date-time')
    return fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((d) => d.toISOString());
  if (format === 'date') return fc.constantFrom('2026-11-20', '1970-01-01', '9999-12-31', '0001-01-01', '2026-13-01');
  if (format === 'email' || /email/i.test(name)) return fc.emailAddress();
  if (format === 'uri' || /url$/i.test(name)) return fc.webUrl();
  if (/phone|number/i.test(name))
    return fc.integer({ min: 0, max: 9_999_999 }).map((n) => `+7916${String(n).padStart(7, '0')}`);
  if (typeof pattern === 'string') return matching(pattern);
  return fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.constantFrom('Мария Козлова', 'Kozlov', 'O’Brien', 'тест', 'cursor'),
  );
}

function matching(pattern: string): fc.Arbitrary<unknown> {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'));
  } catch {
    return fc.string();
  }
}

/** Values one before, at and one after the limits that a schema names. */
function edgeValue(schema: Json, sources: FuzzSources, name: string): fc.Arbitrary<unknown> {
  const numbers = [schema['minimum'], schema['maximum']].flatMap((limit) =>
    typeof limit === 'number' ? [limit - 1, limit, limit + 1] : [],
  );
  const lengths = [schema['minLength'], schema['maxLength']].flatMap((limit) =>
    typeof limit === 'number' && limit < 200_000 ? [limit - 1, limit, limit + 1].filter((length) => length >= 0) : [],
  );
  const candidates: unknown[] = [...numbers, ...lengths.map((length) => 'я'.repeat(length))];
  if (candidates.length > 0) return fc.constantFrom(...candidates);
  return typeOf(schema) === 'string' && /id/i.test(name) ? anId(sources) : hostileValue;
}

function objectValue(schema: Json, sources: FuzzSources, depth: number): fc.Arbitrary<unknown> {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const properties = Object.fromEntries(
    Object.entries(asObject(schema['properties'])).map(([name, property]) => {
      const value = valueOf(property, sources, name, depth + 1);
      return [name, fc.option(value, { nil: undefined, freq: required.has(name) ? 30 : 1 })];
    }),
  );
  const unknown = fc.oneof(
    { weight: 12, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.dictionary(hostileText, hostileValue, { maxKeys: 3 }) },
  );
  return fc.tuple(fc.record(properties), unknown).map(([known, more]) => ({ ...more, ...known }));
}

function bounded(limit: unknown, otherwise: number): number {
  return typeof limit === 'number' ? Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(limit))) : otherwise;
}
