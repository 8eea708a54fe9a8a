import type { DateTime } from 'luxon';

/** Minutes after local midnight between which a call may begin; null when it may not on that day. */
export type Hours = { from: number; to: number } | null;

/** 47 CFR 64.1200(c)(1): 8:00–21:00 at the called party's place. */
const federal: Hours = { from: 8 * 60, to: 21 * 60 };
const untilEight: Hours = { from: 8 * 60, to: 20 * 60 };

const areaCodes: Record<string, string> = {
  FL: '239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954',
  OK: '405 539 572 580 918',
  MD: '227 240 301 410 443 667',
  WA: '206 253 360 425 509 564',
  WY: '307',
  TX: '210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832 903 915 936 940 945 956 972 979',
  KY: '270 364 502 606 859',
  ME: '207',
  PA: '215 223 267 272 412 445 484 570 582 610 717 724 814 835 878',
};

const stateByAreaCode = new Map(
  Object.entries(areaCodes).flatMap(([state, codes]) => codes.split(' ').map((code) => [code, state] as const)),
);

/** Pennsylvania closed its Sundays to telephone solicitation from this day on. */
const pennsylvaniaSundaysFrom = '2026-10-18';

/** The US state with stricter hours that an area code belongs to; null for all others. */
export function strictStateOf(e164: string): string | null {
  return e164.startsWith('+1') ? (stateByAreaCode.get(e164.slice(2, 5)) ?? null) : null;
}

/** The hours a US number may be called on that local day, by federal law and the stricter law of its state. */
export function usHours(state: string | null, local: DateTime): Hours {
  const isSunday = local.weekday === 7;
  switch (state) {
    case 'FL':
    case 'OK':
    case 'MD':
    case 'WA':
    case 'WY':
      return untilEight;
    case 'TX':
      return isSunday ? { from: 12 * 60, to: 21 * 60 } : { from: 9 * 60, to: 21 * 60 };
    case 'KY':
      return { from: 10 * 60, to: 21 * 60 };
    case 'ME':
      return local.weekday >= 6 ? null : { from: 9 * 60, to: 17 * 60 };
    case 'PA':
      return isSunday && (local.toISODate() ?? '') >= pennsylvaniaSundaysFrom ? null : federal;
    default:
      return federal;
  }
}
