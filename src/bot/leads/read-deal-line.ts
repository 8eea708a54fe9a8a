const amount =
  /(?<![\p{L}\d])(\d[\d\s\u00a0.,]*\d|\d)\s*(млн|тыс|m(?:ln)?|k|к|т)?\.?\s*(₽|руб(?:лей|\.)?|р\.?|rub|\$|usd|€|eur|тенге|kzt|₸)?(?![\p{L}\d])/giu;

const factors: Record<string, number> = { млн: 1e6, m: 1e6, mln: 1e6, тыс: 1e3, т: 1e3, k: 1e3, к: 1e3 };
const currencies: readonly [RegExp, string][] = [
  [/^(?:\$|usd)$/i, 'USD'],
  [/^(?:€|eur)$/i, 'EUR'],
  [/^(?:₸|тенге|kzt)$/i, 'KZT'],
];

export interface DealLine {
  name?: string;
  amountCents?: number;
  currency?: string;
}

/** A deal as one line tells it, "Kitchen 250 000" or "Окна 1,5 млн руб": the last number is the amount, the rest the name. */
export function readDealLine(line: string): DealLine {
  const found = [...line.matchAll(amount)].at(-1);
  const name = (found ? line.slice(0, found.index) + line.slice(found.index + found[0].length) : line)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s,;:—–-]+|[\s,;:—–-]+$/g, '')
    .slice(0, 200);
  const cents = found
    ? Math.round(numberOf(found[1] ?? '') * (factors[(found[2] ?? '').toLowerCase()] ?? 1) * 100)
    : NaN;
  const currency =
    currencies.find(([pattern]) => pattern.test(found?.[3] ?? ''))?.[1] ?? (found?.[3] ? 'RUB' : undefined);
  return {
    ...(name === '' ? {} : { name }),
    ...(Number.isSafeInteger(cents) ? { amountCents: cents } : {}),
    ...(currency === undefined ? {} : { currency }),
  };
}

/** 1 500, 1.500,50 and 1,500.50 are amounts; a last group of one or two digits after a sign is the fraction. */
function numberOf(text: string): number {
  const [, whole = text, fraction = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  return Number(`${whole.replaceAll(/\D/g, '')}.${fraction || '0'}`);
}
