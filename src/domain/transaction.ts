import type { Prisma } from '#prisma/generated/client.ts';
import type { TenantClient, TenantDb } from '#platform/database/tenant.ts';
import type { TenantRead } from '#platform/database/read.ts';
import { retryTransaction } from '#platform/database/retry.ts';
import { bindWholeRows } from '#platform/database/whole-rows.ts';
import type { WholeRows } from '#platform/database/whole-rows.ts';
import { bindWrites } from '#platform/database/write.ts';
import type { TenantWrite } from '#platform/database/write.ts';
import { StaleLeaseError, fenceText, insertEffects } from '#platform/effects/effect-store.ts';
import type { WakeUp } from '#platform/effects/effect-store.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import type { DomainEvent, EventPayloads, EventType } from '#domain/events.ts';

export interface AuditRecord {
  action: string;
  subjectType: string;
  subjectId: string | null;
  data?: Prisma.InputJsonObject;
}

export interface ActivityRecord {
  kind: string;
  leadId?: string | null;
  contactId?: string | null;
  companyId?: string | null;
  dealId?: string | null;
  data?: Prisma.InputJsonObject;
  occurredAt?: Date;
}

/** What an operation writes together: rows by `ctx.db`, and with them audit, timeline and events. */
export interface Transaction {
  /** The operation's context inside the transaction; give it to other operations so that they join. */
  readonly ctx: Context;
  readonly db: TenantDb;
  /** Rows with all their columns: for merges and their undo. */
  readonly rows: WholeRows;
  /** A prepared read as this transaction sees the rows; its parameters need their types written. */
  readonly read: TenantRead;
  /** Writes of many rows by one statement: for imports and erasure. */
  readonly write: TenantWrite;
  audit(record: AuditRecord): void;
  activity(record: ActivityRecord): string;
  /** Returns the event's id, which the keys of its effects end with. */
  event<Type extends EventType>(type: Type, subjectId: string, payload: EventPayloads[Type]): string;
}

/**
 * Runs an operation's writes as one: rows, timeline, audit, events and the effects that react to them are there together
 * or not at all. Repeated whole on deadlocks and lost connections, so `work` must not touch the outside. Inside another
 * transaction it joins that one. Under a lease it fails when another worker has taken the work over.
 */
export async function inTransaction<T>(
  ctx: Context,
  work: (tx: Transaction) => Promise<T>,
  { timeoutMs = 15_000, writesManyRows = false }: TransactionOptions = {},
): Promise<T> {
  if (ctx.transaction) return work(ctx.transaction);
  let unanswered: { auditId: string; result: Written<T> } | undefined;
  const { value, wakeUps, events } = await retryTransaction(async () => {
    // The connection was lost while the commit was under way: it may have been made.
    if (unanswered && (await wasCommitted(ctx, unanswered.auditId))) return unanswered.result;
    unanswered = undefined;
    return ctx.runtime.tenantClient(ctx.organizationId).$transaction(
      async (client) => {
        if (writesManyRows) await client.$executeRawUnsafe(planForManyRows);
        const written = createTransaction(ctx, client);
        const value = await work(written.transaction);
        const { auditId, ...flushed } = await written.flush();
        const result = { value, ...flushed };
        if (auditId !== null) unanswered = { auditId, result };
        return result;
      },
      { timeout: timeoutMs, maxWait: 5_000 },
    );
  });
  if (wakeUps.length > 0) ctx.runtime.wake(wakeUps);
  if (events.length > 0) ctx.runtime.publish(events);
  return value;
}

export interface TransactionOptions {
  /** For the whole of it, 15 s by default; each statement still has the connection's own limit. */
  timeoutMs?: number;
  /** Its statements join very many rows that were only just written, of which the planner knows nothing yet. */
  writesManyRows?: boolean;
}

// Taken for few, such rows would be joined one by one, each time through all the others.
const planForManyRows = `SELECT set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`;

interface Written<T> {
  value: T;
  wakeUps: WakeUp[];
  events: DomainEvent[];
}

/** Waits for a commit of the organization that is still under way, by the lock of its audit chain, then looks. */
async function wasCommitted(ctx: Context, auditId: string): Promise<boolean> {
  return ctx.runtime.tenantClient(ctx.organizationId).$transaction(async (client) => {
    await client.$executeRawUnsafe(
      'SELECT 1 FROM audit_heads WHERE organization_id = $1::uuid FOR UPDATE',
      ctx.organizationId,
    );
    return (await client.auditEntry.findFirst({ where: { id: auditId }, select: { id: true } })) !== null;
  });
}

type TransactionClient = Parameters<Parameters<TenantClient['$transaction']>[0]>[0];

function createTransaction(ctx: Context, client: TransactionClient) {
  const db: TenantDb = client;
  const audits: (AuditRecord & { id: string })[] = [];
  const activities: (ActivityRecord & { id: string })[] = [];
  const events: DomainEvent[] = [];
  const transaction: Transaction = {
    get ctx() {
      return { ...ctx, db, transaction };
    },
    db,
    rows: bindWholeRows((text, values) => client.$queryRawUnsafe(text, ...values), ctx.organizationId),
    read: (read, ...values) => client.$queryRawUnsafe(read.text, ctx.organizationId, ...values),
    write: bindWrites((text, values) => client.$executeRawUnsafe(text, ...values), ctx.organizationId),
    audit: (record) => void audits.push({ ...record, id: newId() }),
    activity(record) {
      const id = newId();
      activities.push({ ...record, id });
      return id;
    },
    event(type, subjectId, payload) {
      const event = {
        id: newId(),
        organizationId: ctx.organizationId,
        type,
        subjectId,
        payload,
        actorKind: ctx.actor.kind,
        actorId: ctx.actor.id,
      };
      // The pair (type, payload) is checked by this method's own signature; the union cannot follow a generic.
      events.push(event as DomainEvent);
      return event.id;
    },
  };

  async function flush() {
    const actorId = ctx.actor.id;
    if (activities.length > 0) {
      await db.activity.createMany({
        data: activities.map((record) => ({
          id: record.id,
          kind: record.kind,
          leadId: record.leadId ?? null,
          contactId: record.contactId ?? null,
          companyId: record.companyId ?? null,
          dealId: record.dealId ?? null,
          actorKind: ctx.actor.kind,
          actorId,
          data: record.data ?? {},
          ...(record.occurredAt ? { occurredAt: record.occurredAt } : {}),
        })),
      });
    }
    if (events.length > 0) {
      await db.event.createMany({
        data: events.map((event) => ({
          id: event.id,
          organizationId: ctx.organizationId,
          type: event.type,
          subjectId: event.subjectId,
          payload: event.payload,
          actorKind: event.actorKind,
          actorId: event.actorId,
        })),
      });
    }
    const plans = events.flatMap((event) => ctx.runtime.planEffects(event));
    const wakeUps = await insertEffects(
      (text, values) => client.$queryRawUnsafe<{ id: string; kind: string; queue: string }[]>(text, ...values),
      plans,
    );
    if (ctx.lease) {
      const held = await client.$executeRawUnsafe(fenceText, ctx.lease.id, ctx.lease.fence);
      if (held !== 1) throw new StaleLeaseError();
    }
    // Last, because a trigger locks the head of the organization's audit chain until the commit.
    if (audits.length > 0) {
      await db.auditEntry.createMany({
        data: audits.map((record) => ({
          id: record.id,
          actorKind: ctx.actor.kind,
          actorId,
          action: record.action,
          subjectType: record.subjectType,
          subjectId: record.subjectId,
          data: { ...record.data, door: ctx.door },
          requestId: ctx.requestId,
        })),
      });
    }
    return { wakeUps, events, auditId: audits[0]?.id ?? null };
  }
  return { transaction, flush };
}
