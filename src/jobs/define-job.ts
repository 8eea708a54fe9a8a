import type { z } from 'zod';
import type { Context, ContextFactory } from '#domain/context.ts';
import type { EffectHandle, EffectHandler, Reconciliation } from '#platform/effects/effect-runner.ts';
import type { ClaimedEffect } from '#platform/effects/effect-store.ts';
import type { QueueName } from '#platform/queue.ts';

export interface JobDefinition<Input> {
  /** `verb-noun`; the kind of the effect rows it carries out. */
  name: string;
  queue: QueueName;
  input: z.ZodType<Input>;
  maxAttempts: number;
  /** Pause before the next attempt; by default 2 s doubling up to 5 min. */
  backoffMs?: (attempt: number) => number;
  leaseSec?: number;
  /** Calls one operation; what it returns is kept as the row's outcome. */
  run(ctx: Context, input: Input, handle: EffectHandle): Promise<unknown>;
  /** For work that touches the outside at most once: finds out what an attempt that died had done. */
  reconcile?(ctx: Context, input: Input, handle: EffectHandle): Promise<Reconciliation>;
  /** Puts work that cannot be done before a person. */
  onParked?(ctx: Context, input: Input, error: string, unknownOutcome: boolean): Promise<void>;
}

/** A kind of work that the worker knows how to carry out, with its input type closed over. */
export interface Job {
  readonly name: string;
  readonly queue: QueueName;
  handler(make: ContextFactory): EffectHandler;
}

/** Defines a job: the row's payload is parsed, a system context of its organization is made, and one operation is called. */
export function defineJob<Input>(definition: JobDefinition<Input>): Job {
  return {
    name: definition.name,
    queue: definition.queue,
    handler(make) {
      const contextOf = (effect: ClaimedEffect): Context => {
        if (!effect.organizationId) throw new Error(`${definition.name} needs an organization.`);
        return make({
          organizationId: effect.organizationId,
          actor: { kind: 'system', id: null, name: definition.name },
          door: 'job',
          requestId: effect.id,
          lease: { id: effect.id, fence: effect.fence },
        });
      };
      const { reconcile, onParked } = definition;
      return {
        maxAttempts: definition.maxAttempts,
        leaseSec: definition.leaseSec ?? 30,
        backoffMs: definition.backoffMs ?? doublingBackoffMs,
        run: (effect, handle) => definition.run(contextOf(effect), definition.input.parse(effect.payload), handle),
        ...(reconcile && {
          reconcile: (effect: ClaimedEffect, handle: EffectHandle) =>
            reconcile(contextOf(effect), definition.input.parse(effect.payload), handle),
        }),
        ...(onParked && {
          onParked: (effect: ClaimedEffect, error: string, unknownOutcome: boolean) =>
            onParked(contextOf(effect), definition.input.parse(effect.payload), error, unknownOutcome),
        }),
      };
    },
  };
}

function doublingBackoffMs(attempt: number): number {
  return Math.min(2_000 * 2 ** (attempt - 1), 300_000) * (0.8 + Math.random() * 0.4);
}
