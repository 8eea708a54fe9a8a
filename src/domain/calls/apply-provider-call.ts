import { isId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import type { ProviderCall } from '#domain/ports/telephony.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { CallAttemptModel } from '#prisma/generated/models/CallAttempt.ts';
import { readAttemptRecord } from '#domain/calls/dial-order.ts';
import { mergeProviderFacts, rankOf, statusOf, toOutcome } from '#domain/calls/merge-provider-facts.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import { planRetry } from '#domain/calls/retry-plan.ts';
import { storeTranscript } from '#domain/calls/store-transcript.ts';

export interface ApplyProviderCallInput {
  call: ProviderCall;
  /** How we heard of it; for the log. */
  fact: 'started' | 'ended' | 'analyzed' | 'seen';
}

export type AppliedFact =
  | { result: 'applied' | 'nothingNew'; callId: string }
  | { result: 'ignored'; why: 'notOurs' | 'anotherCallOfAttempt' };

/**
 * Brings a call forward to what its provider says. Facts may come in any order, repeated, or not at all: states only move
 * forward, later facts win, earlier ones fill gaps, and all orders end in the same state. Calls that are not ours are left
 * alone.
 */
export async function applyProviderCall(ctx: Context, input: ApplyProviderCallInput): Promise<AppliedFact> {
  requireSystem(ctx);
  const { call: provided, fact } = input;
  const attempt = await findAttempt(ctx, provided);
  if (!attempt) {
    ctx.log.info({ fact, providerCallId: provided.providerCallId }, 'a provider told of a call that is not ours');
    return { result: 'ignored', why: 'notOurs' };
  }
  return inTransaction(ctx, (tx) => applyToAttempt(tx, attempt, provided));
}

async function findAttempt(ctx: Context, provided: ProviderCall): Promise<CallAttemptModel | null> {
  if (provided.organizationId !== null && provided.organizationId !== ctx.organizationId) return null;
  if (provided.attemptId !== null && isId(provided.attemptId)) {
    const named = await ctx.db.callAttempt.findFirst({ where: { id: provided.attemptId } });
    if (named) return named;
  }
  return ctx.db.callAttempt.findFirst({ where: { providerCallId: provided.providerCallId } });
}

async function applyToAttempt(tx: Transaction, found: CallAttemptModel, provided: ProviderCall): Promise<AppliedFact> {
  const { ctx } = tx;
  // The write locks the call, so that facts that arrive together are applied one after the other, each on the newest state.
  const call = await tx.db.call.update({
    where: { id: found.callId },
    data: { updatedAt: ctx.clock.now() },
    include: {
      attempts: { orderBy: { number: 'desc' } },
      callRequest: { select: { status: true, maxAttempts: true, windowEnd: true } },
    },
  });
  const attempt = call.attempts.find((one) => one.id === found.id);
  if (!attempt) throw new Error('An attempt is gone.');
  if (attempt.providerCallId !== null && attempt.providerCallId !== provided.providerCallId) {
    ctx.log.error(
      { callId: call.id, attemptId: attempt.id, providerCallId: provided.providerCallId },
      'the provider has a second call for one attempt',
    );
    tx.audit({
      action: 'call.secondAtProvider',
      subjectType: 'call',
      subjectId: call.id,
      data: { attemptId: attempt.id, providerCallId: provided.providerCallId },
    });
    return { result: 'ignored', why: 'anotherCallOfAttempt' };
  }
  const isNewest = call.attempts[0]?.id === attempt.id;
  const known = isNewest
    ? call
    : { ...call, ...emptyFacts, outcome: attempt.outcome, providerRank: attempt.outcome === null ? 0 : 3 };
  const merged = mergeProviderFacts(known, provided, readAttemptRecord(attempt.permission).spentBeforeCents);
  const wasOver = attempt.outcome !== null;
  await tx.db.callAttempt.update({
    where: { id: attempt.id },
    data: {
      state: 'placed',
      providerCallId: provided.providerCallId,
      outcome: merged.outcome,
      error: null,
      ...(attempt.settledAt ? {} : { settledAt: ctx.clock.now() }),
    },
  });
  if (!isNewest) return { result: 'nothingNew', callId: call.id };

  const isOver = merged.outcome !== null;
  const outcomeChanged = merged.outcome !== attempt.outcome;
  // What a person cancelled or took over after this try had ended stays theirs.
  const isTheirs = wasOver && (call.status === 'cancelled' || call.status === 'needs_person');
  let { status, nextAttemptAt } = call;
  if (isOver && outcomeChanged && !isTheirs) {
    nextAttemptAt = retryOf(
      call,
      { id: attempt.id, outcome: merged.outcome },
      merged.endedAt ?? merged.startedAt ?? attempt.startedAt,
    );
    status = nextAttemptAt ? 'queued' : statusOf(provided.phase);
  } else if (!isOver && merged.providerRank > call.providerRank) {
    status = statusOf(provided.phase);
  }
  const wasEnded = ['ended', 'not_connected', 'failed'].includes(call.status);
  const isEnded = ['ended', 'not_connected', 'failed'].includes(status);
  const transcript = await storeTranscript(tx, call, provided, isEnded);
  const offersRecording = isEnded && provided.recordingUrl !== null && call.recordingStatus === 'none';
  const isNew =
    status !== call.status ||
    outcomeChanged ||
    merged.providerRank !== call.providerRank ||
    (['durationSec', 'costCents', 'providerReason'] as const).some((key) => merged[key] !== call[key]) ||
    transcript.isNew ||
    offersRecording;
  if (!isNew) return { result: 'nothingNew', callId: call.id };

  const { version } = await tx.db.call.update({
    where: { id: call.id },
    data: {
      ...merged,
      status,
      nextAttemptAt,
      providerCallId: provided.providerCallId,
      ...(call.status === 'needs_person' && status !== 'needs_person' ? { failureNote: null } : {}),
      ...(offersRecording ? { recordingStatus: 'offered' } : {}),
      ...transcript.columns,
      version: { increment: 1 },
    },
  });
  if (offersRecording && provided.recordingUrl !== null)
    tx.event('call.recordingOffered', call.id, { url: provided.recordingUrl });
  if (isEnded && !wasEnded) {
    tx.audit({
      action: 'call.ended',
      subjectType: 'call',
      subjectId: call.id,
      data: { status, outcome: merged.outcome, rank: rankOf(provided) },
    });
    tx.activity({
      kind: 'call.ended',
      leadId: call.leadId,
      contactId: call.contactId,
      data: { callId: call.id, outcome: merged.outcome, durationSec: merged.durationSec },
    });
    tx.event('call.ended', call.id, { outcome: merged.outcome });
  } else if (status !== call.status || outcomeChanged || merged.durationSec !== call.durationSec) {
    if (status === 'queued' && nextAttemptAt) {
      const data = { callId: call.id, outcome: merged.outcome, at: nextAttemptAt.toISOString() };
      tx.audit({ action: 'call.retryPlanned', subjectType: 'call', subjectId: call.id, data });
      tx.activity({ kind: 'call.retryPlanned', leadId: call.leadId, contactId: call.contactId, data });
    } else {
      tx.audit({
        action: 'call.changed',
        subjectType: 'call',
        subjectId: call.id,
        data: { status, outcome: merged.outcome },
      });
    }
    tx.event('call.changed', call.id, { version });
  }
  // Last, so that a card drawn for it finds the end of the call above it.
  transcript.announce();
  if (merged.outcome === 'bad_number' && call.phone) {
    await tx.db.contactPhone.updateMany({
      where: { e164: call.phone, invalidAt: null },
      data: { invalidAt: ctx.clock.now() },
    });
  }
  return { result: 'applied', callId: call.id };
}

const emptyFacts = { providerReason: null, startedAt: null, endedAt: null, durationSec: null, costCents: null };

interface RetryableCall {
  attempts: CallAttemptModel[];
  callRequest: { status: string; maxAttempts: number; windowEnd: Date } | null;
}

function retryOf(call: RetryableCall, over: { id: string; outcome: string | null }, endedAt: Date): Date | null {
  if (call.callRequest?.status !== 'approved') return null;
  const tries = call.attempts
    .filter((attempt) => attempt.state !== 'not_placed')
    .map((attempt) => ({ outcome: attempt.id === over.id ? over.outcome : attempt.outcome }));
  return planRetry({
    outcome: toOutcome(over.outcome),
    endedAt,
    tries,
    maxAttempts: call.callRequest.maxAttempts,
    windowEnd: call.callRequest.windowEnd,
  });
}
