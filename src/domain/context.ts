import type { Clock } from '#platform/clock.ts';
import type { TenantRead } from '#platform/database/read.ts';
import type { TenantClient, TenantDb } from '#platform/database/tenant.ts';
import type { Database } from '#platform/database/database.ts';
import type { EffectPlan, Lease, WakeUp } from '#platform/effects/effect-store.ts';
import type { Log } from '#platform/log.ts';
import type { SecretBox } from '#platform/secrets.ts';
import type { DomainEvent } from '#domain/events.ts';
import type { Actor } from '#domain/permissions.ts';
import type { Ports } from '#domain/ports/ports.ts';
import type { Transaction } from '#domain/transaction.ts';

/** What every operation gets as its first argument: who acts, for which organization, with what. */
export interface Context {
  readonly actor: Actor;
  readonly organizationId: string;
  /** Prisma, bound to the organization; inside `inTransaction` it is the transaction's. */
  readonly db: TenantDb;
  /** Prepared hot reads, bound to the organization. */
  readonly read: TenantRead;
  readonly ports: Ports;
  readonly clock: Clock;
  readonly log: Log;
  readonly requestId: string;
  /** bot, api, webhook, job: written into audits and approvals. */
  readonly door: string;
  readonly runtime: Runtime;
  /** Present while an effect carries the operation out: its transactions fail when the lease was lost. */
  readonly lease?: Lease;
  /** Present inside `inTransaction`: nested calls join it. */
  readonly transaction?: Transaction;
}

/** What the process offers to all contexts. */
export interface Runtime {
  readonly database: Database;
  /** One client per organization, kept for the process's life. */
  tenantClient(organizationId: string): TenantClient;
  readonly secretBox: SecretBox;
  /** The flat table "event → effects" of the jobs. */
  planEffects(event: DomainEvent): EffectPlan[];
  /** Called after the commit. */
  wake(wakeUps: WakeUp[]): void;
  /** Tells live listeners, after the commit. */
  publish(events: DomainEvent[]): void;
  /** The address people reach this server at, without a slash at the end. */
  readonly publicUrl: string;
}

/** Makes contexts; the composition root provides it to the doors. */
export interface ContextFactory {
  (options: { organizationId: string; actor: Actor; door: string; requestId?: string; lease?: Lease }): Context;
  readonly runtime: Runtime;
}
