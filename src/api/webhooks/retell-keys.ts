import type { ApiDeps, RetellKey } from '#api/deps.ts';

const keptMs = 5_000;
const maxKept = 10_000;

/** Remembers for five seconds which key an organization's webhooks are signed with, also that it has none. */
export function cacheRetellKeys(load: ApiDeps['retellKeyOf'], nowMs: () => number = Date.now): ApiDeps['retellKeyOf'] {
  const kept = new Map<string | null, { key: Promise<RetellKey | null>; untilMs: number }>();
  return (organizationId) => {
    const known = kept.get(organizationId);
    if (known && known.untilMs > nowMs()) return known.key;
    if (kept.size >= maxKept) kept.clear();
    const key = load(organizationId);
    kept.set(organizationId, { key, untilMs: nowMs() + keptMs });
    key.catch(() => kept.delete(organizationId));
    return key;
  };
}
