import { AppError, ProviderError, messageOf } from '#platform/errors.ts';
import type { Database } from '#platform/database/database.ts';
import { isPassingDatabaseError } from '#platform/database/retry.ts';
import {
  StaleLeaseError,
  claimEffect,
  clearDispatched,
  findNextInLane,
  markDispatched,
  renewLease,
  settleEffect,
} from '#platform/effects/effect-store.ts';
import type { ClaimedEffect, Settlement, WakeUp } from '#platform/effects/effect-store.ts';
import type { Log } from '#platform/log.ts';

/** What a running effect may say about the outside world. */
export interface EffectHandle {
  readonly id: string;
  readonly fence: number;
  readonly attempts: number;
  /** Must be awaited just before a request that may not be repeated blindly. */
  dispatch(): Promise<void>;
}

/** What a look-up after an unknown outcome found. */
export type Reconciliation =
  | { found: 'done'; outcome?: unknown }
  | { found: 'not-done' }
  | { found: 'ask-person'; why: string }
  | { found: 'later' };

/** How one kind of effect is carried out. */
export interface EffectHandler {
  maxAttempts: number;
  leaseSec: number;
  backoffMs(attempt: number): number;
  run(effect: ClaimedEffect, handle: EffectHandle): Promise<unknown>;
  /** Called instead of `run` when an earlier attempt may have reached the outside. Absent: such a row goes to a person. */
  reconcile?(effect: ClaimedEffect, handle: EffectHandle): Promise<Reconciliation>;
  /** Puts what could not be done before a person. Must be idempotent. */
  onParked?(effect: ClaimedEffect, error: string, unknownOutcome: boolean): Promise<void>;
}

export interface EffectRunner {
  /** Carries one row one attempt further; does nothing when it is not due or held by another worker. */
  run(id: string): Promise<void>;
  /** Whether this process is carrying out effects right now. */
  readonly running: number;
}

/** Runs effects under a lease that is renewed while they work, and settles each attempt exactly once. */
export function createEffectRunner(options: {
  database: Database;
  handlers: ReadonlyMap<string, EffectHandler>;
  owner: string;
  wake: (wakeUps: WakeUp[]) => void;
  log: Log;
  onSettled?: (effect: ClaimedEffect, state: Settlement['state'], durationMs: number) => void;
}): EffectRunner {
  const { database, handlers, owner, wake, log } = options;
  let running = 0;

  async function run(id: string): Promise<void> {
    const effect = await claimEffect(database, id, owner, 30);
    if (!effect) return;
    running += 1;
    const startedMs = performance.now();
    const lease = { id: effect.id, fence: effect.fence };
    const handler = handlers.get(effect.kind);
    const renewal = setInterval(() => {
      renewLease(database, lease, handler?.leaseSec ?? 30).catch((error: unknown) =>
        log.warn({ effect: id, kind: effect.kind, err: messageOf(error) }, 'a lease could not be renewed'),
      );
    }, 8_000);
    try {
      const end = handler
        ? await attempt(effect, handler)
        : ({ state: 'parked', error: `Nothing handles ${effect.kind} in this version.` } satisfies Settlement);
      await settleEffect(database, lease, end);
      options.onSettled?.(effect, end.state, performance.now() - startedMs);
      if (end.state === 'retry') {
        log.info(
          { effect: id, kind: effect.kind, attempt: effect.attempts, delayMs: end.delayMs, error: end.error },
          'effect will be retried',
        );
        wake([{ id, kind: effect.kind, queue: effect.queue, attempts: effect.attempts, delayMs: end.delayMs }]);
      } else {
        if (end.state !== 'done')
          log.error({ effect: id, kind: effect.kind, error: end.error }, 'effect was parked for a person');
        if (effect.lane) {
          const next = await findNextInLane(database, effect.lane);
          if (next) wake([next]);
        }
      }
    } catch (error) {
      if (error instanceof StaleLeaseError) log.warn({ effect: id, kind: effect.kind }, error.message);
      else
        log.error(
          { effect: id, kind: effect.kind, err: error },
          'an effect attempt could not be settled; its lease will run out',
        );
    } finally {
      clearInterval(renewal);
      running -= 1;
    }
  }

  async function attempt(effect: ClaimedEffect, handler: EffectHandler): Promise<Settlement> {
    const lease = { id: effect.id, fence: effect.fence };
    const handle: EffectHandle = {
      id: effect.id,
      fence: effect.fence,
      attempts: effect.attempts,
      async dispatch() {
        effect.dispatched = true;
        await markDispatched(database, lease);
      },
    };
    let isLookingUp = false;
    try {
      if (effect.dispatched) {
        isLookingUp = true;
        const found = handler.reconcile
          ? await handler.reconcile(effect, handle)
          : ({ found: 'ask-person', why: 'It is not known whether this was done.' } satisfies Reconciliation);
        if (found.found === 'done') return { state: 'done', outcome: found.outcome };
        if (found.found === 'ask-person') return await park(effect, handler, found.why, true);
        if (found.found === 'later') {
          if (effect.overdue || effect.attempts >= handler.maxAttempts)
            return await park(effect, handler, 'Its outcome could not be found out.', true);
          return {
            state: 'retry',
            delayMs: handler.backoffMs(effect.attempts),
            error: 'outcome not known yet',
            dispatched: true,
          };
        }
        await clearDispatched(database, lease);
        effect.dispatched = false;
        isLookingUp = false;
      }
      if (effect.overdue) return await park(effect, handler, 'Its deadline has passed.', false);
      if (effect.attempts > handler.maxAttempts)
        return await park(effect, handler, 'It was started too often without an end.', false);
      return { state: 'done', outcome: await handler.run(effect, handle) };
    } catch (error) {
      return failed(effect, handler, error, isLookingUp);
    }
  }

  async function failed(
    effect: ClaimedEffect,
    handler: EffectHandler,
    error: unknown,
    isLookingUp: boolean,
  ): Promise<Settlement> {
    if (error instanceof StaleLeaseError) throw error;
    const text = messageOf(error);
    // A look-up that failed says nothing about what was looked up.
    const unknownOutcome =
      effect.dispatched && (isLookingUp || !(error instanceof ProviderError && error.kind !== 'unknown'));
    const final =
      error instanceof ProviderError
        ? error.kind === 'permanent'
        : error instanceof AppError && error.code !== 'unavailable';
    if (!(error instanceof ProviderError) && !(error instanceof AppError) && !isPassingDatabaseError(error)) {
      log.error({ effect: effect.id, kind: effect.kind, err: error }, 'effect failed unexpectedly');
    }
    if (final && !unknownOutcome) return park(effect, handler, text, false);
    const throttled = error instanceof ProviderError && error.detail === 'rate_limited';
    if (!throttled && effect.attempts >= handler.maxAttempts) return park(effect, handler, text, unknownOutcome);
    const asked = error instanceof ProviderError ? error.retryAfterMs : undefined;
    const delayMs = Math.min(asked ?? handler.backoffMs(effect.attempts), 3_600_000);
    return {
      state: 'retry',
      delayMs,
      error: text,
      dispatched: unknownOutcome,
      keepAttempts: throttled && !effect.overdue,
    };
  }

  async function park(
    effect: ClaimedEffect,
    handler: EffectHandler,
    error: string,
    unknownOutcome: boolean,
  ): Promise<Settlement> {
    try {
      await handler.onParked?.(effect, error, unknownOutcome);
    } catch (hookError) {
      if (hookError instanceof StaleLeaseError) throw hookError;
      if (isPassingDatabaseError(hookError))
        return { state: 'retry', delayMs: 2_000, error, dispatched: unknownOutcome };
      log.error({ effect: effect.id, kind: effect.kind, err: hookError }, 'parked work could not be shown to a person');
    }
    return { state: unknownOutcome ? 'unknown' : 'parked', error };
  }

  return {
    run,
    get running() {
      return running;
    },
  };
}
