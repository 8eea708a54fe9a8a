import { times } from './finding.ts';
import { median } from './statistics.ts';

/** Figures of both sides, round by round: the two of one place were measured one after the other. */
export interface Rounds {
  baseline: number[];
  product: number[];
}

/** Measures baseline and product by turns, once to warm up and then `rounds` times, so that a busy machine slows both. */
export async function alternate(
  rounds: number,
  baseline: (round: number) => Promise<number>,
  product: (round: number) => Promise<number>,
): Promise<Rounds> {
  await baseline(0);
  await product(0);
  const measured: Rounds = { baseline: [], product: [] };
  for (let round = 1; round <= rounds; round += 1) {
    measured.baseline.push(await baseline(round));
    measured.product.push(await product(round));
  }
  return measured;
}

/** The product's figure over the baseline's: of the medians, and the smallest and largest of the single rounds. */
export function ratioOf({ baseline, product }: Rounds): { ratio: number; text: string } {
  const ratio = median(product) / median(baseline);
  const each = product.map((value, at) => value / (baseline[at] ?? Number.NaN));
  return { ratio, text: `${times(ratio)} (${Math.min(...each).toFixed(2)}–${Math.max(...each).toFixed(2)})` };
}
