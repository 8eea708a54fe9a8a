import type { Runtime } from '#domain/context.ts';

const windowMs = 15 * 60_000;
const failuresPerAccountAndAddress = 5;
const failuresPerAddress = 50;
const freeFailuresPerAccount = 10;
const longestDelayMs = 2_000;
/** Failures of all accounts together in the window before every further one is slowed: somebody tries many doors. */
const freeFailuresOfAll = 1_000;
const resetsPerAccountAndAddress = 3;
const resetsPerAddress = 20;
const rememberedKeys = 50_000;

interface Failures {
  count: number;
  untilMs: number;
}

/**
 * Counts failed sign-ins of a process. An account is closed only to the address that guesses at it, so that nobody can lock
 * the owner out from elsewhere; guessing from many addresses makes every failure of that account slower, up to 2 s.
 */
export interface LoginLimits {
  /** Milliseconds until this address may try this account again, or 0. */
  waitMs(account: string, address: string, now: Date): number;
  /** Milliseconds by which the answer to a wrong password is held back. */
  delayMs(account: string, now: Date): number;
  /** Counts a try as failed; called before the password is checked. */
  failed(account: string, address: string, now: Date): void;
  /** Whether this address may have another link for a new password sent; counts the try. */
  mayAskForReset(account: string, address: string, now: Date): boolean;
  /** Takes the try back, and forgives this address its earlier ones. */
  succeeded(account: string, address: string): void;
}

export function createLoginLimits(): LoginLimits {
  const failures = new Map<string, Failures>();
  const read = (key: string, now: Date) => {
    const found = failures.get(key);
    return found && found.untilMs > now.getTime() ? found : null;
  };
  const add = (key: string, now: Date) => {
    const found = read(key, now);
    if (found) {
      found.count += 1;
      return;
    }
    failures.delete(key);
    failures.set(key, { count: 1, untilMs: now.getTime() + windowMs });
    // The oldest go first, so a flood of made-up accounts cannot fill the memory.
    if (failures.size > rememberedKeys) failures.delete(failures.keys().next().value ?? '');
  };
  const left = (found: Failures | null, limit: number, now: Date) =>
    found && found.count >= limit ? found.untilMs - now.getTime() : 0;
  return {
    waitMs: (account, address, now) =>
      Math.max(
        left(read(pairKey(account, address), now), failuresPerAccountAndAddress, now),
        left(read(`ip ${network(address)}`, now), failuresPerAddress, now),
      ),
    delayMs(account, now) {
      const over = (read(`account ${account}`, now)?.count ?? 0) - freeFailuresPerAccount;
      const overOfAll = (read('all', now)?.count ?? 0) - freeFailuresOfAll;
      const ofAccount = over < 0 ? 0 : 125 * 2 ** over;
      const ofAll = overOfAll < 0 ? 0 : 125 * 2 ** Math.floor(overOfAll / 100);
      return Math.min(longestDelayMs, Math.max(ofAccount, ofAll));
    },
    failed(account, address, now) {
      add(pairKey(account, address), now);
      add(`ip ${network(address)}`, now);
      add(`account ${account}`, now);
      add('all', now);
    },
    mayAskForReset(account, address, now) {
      const keys = [
        { key: `reset ${network(address)} ${account}`, limit: resetsPerAccountAndAddress },
        { key: `resets ${network(address)}`, limit: resetsPerAddress },
      ];
      const isOver = keys.some(({ key, limit }) => (read(key, now)?.count ?? 0) >= limit);
      for (const { key } of keys) add(key, now);
      return !isOver;
    },
    succeeded(account, address) {
      failures.delete(pairKey(account, address));
      for (const key of [`ip ${network(address)}`, `account ${account}`, 'all']) {
        const found = failures.get(key);
        if (found) found.count -= 1;
      }
    },
  };
}

const byRuntime = new WeakMap<Runtime, LoginLimits>();

/** The limits of this process. */
export function loginLimitsOf(runtime: Runtime): LoginLimits {
  const known = byRuntime.get(runtime);
  if (known) return known;
  const made = createLoginLimits();
  byRuntime.set(runtime, made);
  return made;
}

function pairKey(account: string, address: string): string {
  return `pair ${network(address)} ${account}`;
}

/** An IPv4 address as it is; of an IPv6 address the /64 network, which is what one person gets. */
function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const whole = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return whole
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':');
}
