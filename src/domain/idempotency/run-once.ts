import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireUser } from '#domain/permissions.ts';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';

export interface OnceAnswer {
  status: number;
  /** The body as text. */
  body: string;
}

/** What the record holds while its request is being carried out, so that its traces can be found if the process dies. */
const Pending = z.object({ requestId: z.string() });

/** Longer than any request can run: a record without an answer after this belongs to a process that died. */
const abandonedAfterMs = 120_000;

/**
 * Carries a member's request out once per key and keeps its answer: a repeat gets the kept answer and changes nothing. When
 * the process died in between, the audit log tells whether the request had been carried out; it never runs twice. Refuses a
 * key that came with another request, or whose request is still running.
 */
export async function runOnce(
  ctx: Context,
  once: { key: string; requestHash: string },
  work: () => Promise<OnceAnswer>,
): Promise<OnceAnswer & { isRepeat: boolean }> {
  const user = requireUser(ctx);
  const recordId = newId();
  const { count } = await ctx.db.idempotencyRecord.createMany({
    data: [
      { id: recordId, userId: user.id, ...once, response: { requestId: ctx.requestId }, createdAt: ctx.clock.now() },
    ],
    skipDuplicates: true,
  });
  if (count === 1) return carryOut(ctx, recordId, work);
  const first = await ctx.db.idempotencyRecord.findFirst({ where: { userId: user.id, key: once.key } });
  if (!first) return runOnce(ctx, once, work);
  if (first.requestHash !== once.requestHash) throw keyReused();
  if (first.status !== null) return { status: first.status, body: z.string().parse(first.response), isRepeat: true };
  const abandonedBefore = new Date(ctx.clock.now().getTime() - abandonedAfterMs);
  if (first.createdAt > abandonedBefore || (await wasCarriedOut(ctx, first.response))) throw stillRunning();
  const takenOver = await ctx.db.idempotencyRecord.updateMany({
    where: { id: first.id, status: null, createdAt: first.createdAt },
    data: { createdAt: ctx.clock.now(), response: { requestId: ctx.requestId } },
  });
  if (takenOver.count === 0) throw stillRunning();
  return carryOut(ctx, first.id, work);
}

async function carryOut(ctx: Context, recordId: string, work: () => Promise<OnceAnswer>) {
  try {
    const { status, body } = await work();
    await ctx.db.idempotencyRecord.updateMany({ where: { id: recordId }, data: { status, response: body } });
    return { status, body, isRepeat: false };
  } catch (error) {
    // A refused request may be sent again under its key; one that left traces may not.
    if (!(await wasCarriedOut(ctx, { requestId: ctx.requestId })))
      await ctx.db.idempotencyRecord.deleteMany({ where: { id: recordId } });
    throw error;
  }
}

/** Every operation writes its audit entry in the transaction of its rows. */
async function wasCarriedOut(ctx: Context, pending: unknown): Promise<boolean> {
  const { requestId } = Pending.parse(pending);
  return (await ctx.db.auditEntry.findFirst({ where: { requestId }, select: { id: true } })) !== null;
}

function keyReused(): AppError {
  return new AppError(
    'conflict',
    'idempotency.keyReused',
    'This Idempotency-Key was used for another request. Make a new key.',
  );
}

function stillRunning(): AppError {
  return new AppError(
    'conflict',
    'idempotency.noAnswerYet',
    'A request with this Idempotency-Key was started and has no answer. Look whether what you wanted is there before you try with a new key.',
  );
}
