import fc from 'fast-check';

/** Texts that have broken programs: quotes of every language, half characters, endless lines, other people's markup. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udc00y',
  '\ufeff',
  '\u202e evil \u202c',
  '\u200b\u200d\u2066',
  'ﷺ'.repeat(50),
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢',
  '👩‍👩‍👧‍👦'.repeat(100),
  'й'.repeat(5_000),
  'x'.repeat(70_000),
  '\n'.repeat(2_000),
  "' OR 1=1; DROP TABLE leads; --",
  '"; SELECT pg_sleep(10); --',
  '$1',
  '%s%n%x',
  '%00',
  '%_%',
  '\\',
  '{{constructor.constructor("return process")()}}',
  '${process.exit(1)}',
  '<script>alert(1)</script>',
  '<b>bold</b> <a href="tg://user?id=1">x</a>',
  '[x](javascript:alert(1))',
  '=HYPERLINK("http://evil.test","x")',
  "+cmd|' /C calc'!A0",
  '@SUM(1)',
  '../../../../etc/passwd',
  'file:///etc/passwd',
  'http://169.254.169.254/latest/meta-data/',
  'javascript:alert(1)',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '9007199254740993',
  '-1',
  '00000000-0000-0000-0000-000000000000',
  '2026-13-45T99:99:99Z',
  '0000-00-00',
  '+275760-09-13T00:00:00.001Z',
  '1970-01-01T00:00:00Z',
  '+7 916 000-00-00',
  '+00000000000000000000',
  'a@b',
  `${'a'.repeat(250)}@${'b'.repeat(250)}.com`,
  'Europe/Nowhere',
  'xx-XX-hostile',
];

export const hostileNumbers: readonly unknown[] = [
  0,
  -0,
  -1,
  1,
  0.1,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  -(2 ** 53),
  2 ** 63,
  1e21,
  1e308,
  5e-324,
  '1',
  '0x10',
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

/** Any JSON value that nobody expects. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom(...hostileNumbers) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], [null], { toString: 1 }, { $ne: null }, { length: -1 }),
  },
  { weight: 2, arbitrary: fc.array(hostileText, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.nat({ max: 60 }).map(nested) },
  { weight: 1, arbitrary: fc.nat({ max: 400 }).map((length) => Array.from({ length }, (_, index) => index)) },
);

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** JSON text with keys that an object literal could not carry, and texts that are no JSON. */
export function spoiledJson(text: string): fc.Arbitrary<string> {
  const inside = text.startsWith('{') && text.length > 2 ? text.slice(1) : '"a":1}';
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(text) },
    { weight: 1, arbitrary: fc.constant(`{"__proto__":{"role":"admin","organizationId":"x"},${inside}`) },
    { weight: 1, arbitrary: fc.constant(`{"constructor":{"prototype":{"isAdmin":true}},${inside}`) },
    { weight: 1, arbitrary: fc.constant(`{"role":"admin","organizationId":"x","isDefault":true,${inside}`) },
    { weight: 1, arbitrary: fc.nat({ max: text.length }).map((at) => text.slice(0, at)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        ' ',
        '{',
        '[]',
        'null',
        '"x"',
        '1',
        '\u0000',
        '\ufeff{}',
        '{"a":1,}',
        "{'a':1}",
        '{"a":NaN}',
      ),
    },
    { weight: 1, arbitrary: fc.constant(text.replaceAll(/\\ud[89ab]../gi, '\\ud800')) },
  );
}

/** JSON texts of the value with one to three of its parts replaced or removed. */
export function spoiledCopies(value: unknown): fc.Arbitrary<string> {
  const places = placesIn(value);
  const change = fc.tuple(fc.constantFrom(...places), fc.option(hostileValue, { nil: undefined, freq: 4 }));
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => {
      let copy: unknown = structuredClone(value);
      for (const [place, replacement] of changes) copy = replaceAt(copy, place, replacement);
      return JSON.stringify(copy) ?? '';
    })
    .chain(spoiledJson);
}

function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key])),
  ];
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaceAt(item, rest, replacement) : item));
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    if (name !== key) return [[name, inner]];
    return rest.length === 0 && replacement === undefined ? [] : [[name, replaceAt(inner, rest, replacement)]];
  });
  return Object.fromEntries(entries);
}
