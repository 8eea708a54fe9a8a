import { createHmac } from 'node:crypto';
import fc from 'fast-check';

/** A request that is not Retell's word, made from one that is. */
export interface Forgery {
  why: string;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

/** Signs as the provider's documentation says, independently of our own code. */
export function signAsRetell(body: string | Buffer, key: string, atMs: number): string {
  const digest = createHmac('sha256', key).update(body).update(String(atMs)).digest('hex');
  return `v=${atMs},d=${digest}`;
}

const minute = 60_000;
const name = 'x-retell-signature';

/** Changes made to a genuine request of `body` under `key`; whoever has only seen such requests can make all of them. */
export function retellForgeries(facts: {
  body: string;
  key: string;
  otherKey: string;
  otherBodies: string[];
}): fc.Arbitrary<Forgery> {
  const { body, key, otherKey, otherBodies } = facts;
  const now = () => Date.now();
  const genuine = () => signAsRetell(body, key, now());
  const signed = (why: string, signature: string | string[], sent: string | Buffer = body): Forgery => ({
    why,
    headers: { [name]: signature },
    body: sent,
  });
  const place = fc.nat({ max: body.length - 1 });
  const hexPlace = fc.nat({ max: 63 });
  const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });
  const late = fc.integer({ min: 5 * minute + 5_000, max: 400 * 24 * 60 * minute });
  const spacedOut = ['\t', ' ', '\n', '\u00a0', '\u0000', '\ufeff'];

  const tampered = fc.oneof(
    fc.tuple(place, fc.integer({ min: 1, max: 0x10ffff })).map(([at, code]) => {
      const character = body[at] === '7' ? '8' : String.fromCodePoint(code >= 0xd800 && code <= 0xdfff ? 0x41 : code);
      return body.slice(0, at) + (character === body[at] ? '' : character) + body.slice(at + 1);
    }),
    fc
      .tuple(
        place.filter((at) => at > 0),
        fc.constantFrom(...spacedOut),
      )
      .map(([at, extra]) => body.slice(0, at) + extra + body.slice(at)),
    place.filter((at) => at > 0).map((at) => body.slice(0, at)),
    fc.constantFrom(...spacedOut).map((extra) => body + extra),
    fc.constantFrom(...otherBodies),
    fc.constant(''),
    fc.constant(`[${body}]`),
    fc.constant(JSON.stringify(JSON.parse(body), null, 1)),
    fc.constant(body.replace('user_hangup', 'dial_busy')),
    fc.integer({ min: 33, max: 3_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
    fc.constant(body.replace('"call":{', '"call":{"__proto__":{"admin":true},')),
  );
  const malformed = fc.oneof(
    visible,
    fc.constantFrom('', ' ', ',', '=', 'v=,d=', 'v=1', 'd=1', 'Bearer', 'null', 'undefined'),
    fc.constant('').map(() => genuine().toUpperCase()),
    fc.constant('').map(() => genuine().replace(',', ', ')),
    fc.constant('').map(() => genuine().split(',').toReversed().join(',')),
    fc.constant('').map(() => genuine().replace(/v=\d+,/, '')),
    fc.constant('').map(() => genuine().replace(/,d=.*/, '')),
    fc.constant('').map(() => genuine().replace('v=', 'v=0')),
    fc.constant('').map(() => genuine().replace('v=', 'v=-')),
    fc.constant('').map(() => genuine().replace(/v=(\d+)/, 'v=$1.0')),
    fc.constant('').map(() => genuine().replace(/v=\d+/, 'v=NaN')),
    fc.constant('').map(() => genuine().replace(/v=(\d{10})\d+/, 'v=$1')),
    fc.constant('').map(() => `${genuine()}, ${genuine()}`),
    fc.constant('').map(() => `${genuine()}00`),
    visible.map((extra) => `${genuine()},${extra}`),
    hexPlace.map((at) => genuine().slice(0, 18 + at)),
    hexPlace.map((at) => {
      const digest = genuine();
      const index = digest.length - 1 - at;
      return digest.slice(0, index) + (digest[index] === 'a' ? 'b' : 'a') + digest.slice(index + 1);
    }),
  );
  const wrongKey = fc.oneof(visible, fc.constantFrom('', ' ', key.slice(1), `${key} `, key.toUpperCase(), otherKey));

  return fc.oneof(
    { weight: 1, arbitrary: fc.constant({ why: 'unsigned', headers: {}, body } satisfies Forgery) },
    {
      weight: 6,
      arbitrary: wrongKey
        .filter((given) => given !== key)
        .map((given) => signed('wrong key', signAsRetell(body, given, now()))),
    },
    {
      weight: 6,
      arbitrary: tampered.filter((sent) => sent !== body).map((sent) => signed('tampered body', genuine(), sent)),
    },
    { weight: 4, arbitrary: late.map((age) => signed('stale', signAsRetell(body, key, now() - age))) },
    { weight: 4, arbitrary: late.map((age) => signed('future', signAsRetell(body, key, now() + age))) },
    {
      weight: 3,
      arbitrary: late.map((age) =>
        signed('replayed with a fresh time', signAsRetell(body, key, now() - age).replace(/v=\d+/, `v=${now()}`)),
      ),
    },
    { weight: 6, arbitrary: malformed.map((given) => signed('malformed header', given)) },
    {
      weight: 2,
      arbitrary: fc
        .integer({ min: 2, max: 5 })
        .map((times) => signed('header repeated', Array.from({ length: times }, genuine))),
    },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom(...otherBodies)
        .map((sent) => signed('another organization, our key', signAsRetell(sent, key, now()), sent)),
    },
    {
      weight: 2,
      arbitrary: fc
        .constant('')
        .map(() => signed('our organization, another key', signAsRetell(body, otherKey, now()))),
    },
    {
      weight: 2,
      arbitrary: fc.constant('').map(() => ({
        why: 'signature elsewhere',
        headers: { authorization: genuine(), 'x-retell-signature-256': genuine(), cookie: `${name}=${genuine()}` },
        body,
      })),
    },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0, max: 255 }).map((byte) => {
        const bytes = Buffer.concat([Buffer.from(body), Buffer.from([byte])]);
        return signed('a byte after the end', genuine(), bytes);
      }),
    },
  );
}
