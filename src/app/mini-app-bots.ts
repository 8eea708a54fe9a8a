import type { MiniAppBot } from '#domain/auth/authenticate-by-init-data.ts';

/** How long another process's change of a bot may go unnoticed when its event was lost. */
const keptMs = 60_000;

export interface MiniAppBots {
  (): Promise<readonly MiniAppBot[]>;
  /** A bot was connected, changed or removed. */
  forget(): void;
}

/** The bots of all organizations, read at most once a minute: each sign-in from a Mini App asks for them. */
export function createMiniAppBots(read: () => Promise<readonly MiniAppBot[]>): MiniAppBots {
  let kept: { bots: Promise<readonly MiniAppBot[]>; untilMs: number } | undefined;
  const bots = () => {
    if (kept && performance.now() < kept.untilMs) return kept.bots;
    const fresh = { bots: read(), untilMs: performance.now() + keptMs };
    kept = fresh;
    // A failure must not be remembered.
    fresh.bots.catch(() => {
      if (kept === fresh) kept = undefined;
    });
    return fresh.bots;
  };
  return Object.assign(bots, { forget: () => void (kept = undefined) });
}
