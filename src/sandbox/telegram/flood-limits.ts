interface Bucket {
  tokens: number;
  atMs: number;
}

export interface FloodLimitOptions {
  overallPerSec: number;
  chatPerSec: number;
  chatBurst: number;
  groupPerMin: number;
}

export const telegramFloodLimits: FloodLimitOptions = {
  overallPerSec: 30,
  chatPerSec: 1,
  chatBurst: 5,
  groupPerMin: 20,
};

/** Telegram's sending limits as token buckets; off unless asked for. */
export class FloodLimits {
  #options: FloodLimitOptions | null = null;
  readonly #buckets = new Map<string, Bucket>();

  set(options: FloodLimitOptions | null): void {
    this.#options = options;
    this.#buckets.clear();
  }

  /** Seconds to wait before this send, 0 = it may go. */
  take(botId: number, chatKey: string, isGroup: boolean, nowMs: number): number {
    const options = this.#options;
    if (options === null) return 0;
    const checks: [string, number, number][] = [
      [`${botId}`, options.overallPerSec, options.overallPerSec],
      isGroup
        ? [`${botId}/${chatKey}`, options.groupPerMin / 60, options.groupPerMin]
        : [`${botId}/${chatKey}`, options.chatPerSec, options.chatBurst],
    ];
    let waitSec = 0;
    const buckets = checks.map(([key, perSec, burst]) => {
      const bucket = this.#buckets.get(key) ?? { tokens: burst, atMs: nowMs };
      bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSec);
      bucket.atMs = nowMs;
      this.#buckets.set(key, bucket);
      if (bucket.tokens < 1) waitSec = Math.max(waitSec, Math.ceil((1 - bucket.tokens) / perSec));
      return bucket;
    });
    if (waitSec === 0) for (const bucket of buckets) bucket.tokens -= 1;
    return waitSec;
  }
}
