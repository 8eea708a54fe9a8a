import fc from 'fast-check';

/** The suite's count of tries, times HOSTILE_SCALE: `HOSTILE_SCALE=100` is the long run. */
export function scaled(count: number): number {
  const factor = Number(process.env['HOSTILE_SCALE'] ?? 1);
  if (!(factor > 0)) throw new Error('HOSTILE_SCALE must be a number above 0.');
  return Math.max(1, Math.ceil(count * factor));
}

/** Makes values lazily, the same for the same HOSTILE_SEED, and prints the seed, so that a failure can be played again. */
export function* hostileStream<T>(what: string, arbitrary: fc.Arbitrary<T>, count: number): Generator<T> {
  const seed = Number(process.env['HOSTILE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${what}: ${count} tries, HOSTILE_SEED=${seed}`);
  const atOnce = 500;
  for (let made = 0; made < count; made += atOnce) {
    yield* fc.sample(arbitrary, { seed: seed + made, numRuns: Math.min(atOnce, count - made) });
  }
}

/** Does `work` on each value, `width` at a time. */
export async function onEach<T>(values: Iterable<T>, width: number, work: (value: T) => Promise<void>): Promise<void> {
  const iterator = values[Symbol.iterator]();
  const worker = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
