import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import type { PlaceCallInput } from '#domain/ports/telephony.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { hashOfRequest } from '#domain/call-requests/approval-payload.ts';
import { refusingRules } from '#domain/call-permission/call-permission.ts';
import type { CallPermission } from '#domain/call-permission/call-permission.ts';
import { decidePermission } from '#domain/call-permission/decide-permission.ts';
import { gatherCallFacts } from '#domain/call-permission/gather-facts.ts';
import { dialOrder, readAttemptRecord, readCallToDial } from '#domain/calls/dial-order.ts';
import type { CallToDial, RequestToDial } from '#domain/calls/dial-order.ts';
import { putBeforePerson } from '#domain/calls/needs-person.ts';
import type { NeedsPersonReason } from '#domain/calls/needs-person.ts';

export type Claim =
  | { result: 'dial'; attemptId: string; order: PlaceCallInput }
  | { result: 'skipped'; status: string }
  | { result: 'postponed'; until: string }
  | { result: 'needsPerson'; why: NeedsPersonReason };

/**
 * The last questions before dialling, and the committed row of the attempt: is this still exactly what was approved, is it
 * time, may we call? Claims of one organization happen one after the other, so that two calls to one number or over the
 * day's budget cannot pass side by side.
 */
export async function claimAttempt(ctx: Context, callId: string, effectId: string): Promise<Claim> {
  return inTransaction(ctx, async (tx) => {
    await tx.db.organization.updateMany({ data: { updatedAt: ctx.clock.now() } });
    const call = await readCallToDial(tx.db, callId);
    if (!call?.callRequest) return { result: 'skipped', status: 'gone' };
    const isOurs = await takeBackUnsentAttempt(tx, call, effectId);
    if (call.status !== 'queued' && !isOurs) return { result: 'skipped', status: call.status };
    const request = call.callRequest;

    const stop = async (why: NeedsPersonReason, detail = ''): Promise<Claim> => {
      await putBeforePerson(tx, call, why, detail);
      return { result: 'needsPerson', why };
    };
    const payloadHash = hashOfRequest(request);
    const approval = request.approvals.find((given) => given.revision === request.revision);
    const isApproved =
      request.status === 'approved' && approval?.payloadHash === payloadHash && request.payloadHash === payloadHash;
    if (!isApproved || call.phone !== request.phone) return stop('approvalMismatch');
    if (request.agent.disabledAt) return stop('agentDisabled', request.agent.name);

    const now = ctx.clock.now();
    if (now >= request.windowEnd) return stop('windowOver');
    if (now < request.windowStart) return postpone(tx, call, request.windowStart, []);
    const permission = await askPermission(tx, request, now);
    if (!permission.allowed) {
      const rules = refusingRules(permission);
      const next = permission.nextAllowedAt;
      if (next && next < request.windowEnd) return postpone(tx, call, next, rules);
      return stop('permissionDenied', rules.join(', '));
    }
    const attemptId = await writeAttempt(tx, call, payloadHash, {
      ...permission,
      effectId,
      spentBeforeCents: call.costCents ?? 0,
    });
    return { result: 'dial', attemptId, order: dialOrder(request, attemptId) };
  });
}

/** An attempt that this very effect wrote and died with before it asked the provider: certainly nothing was dialled. */
async function takeBackUnsentAttempt(tx: Transaction, call: CallToDial, effectId: string): Promise<boolean> {
  const [last] = call.attempts;
  if (call.status !== 'dialing' || last?.state !== 'dialing') return false;
  if (readAttemptRecord(last.permission).effectId !== effectId) return false;
  await tx.db.callAttempt.updateMany({
    where: { id: last.id, state: 'dialing' },
    data: {
      state: 'not_placed',
      error: 'The process ended before the provider was asked.',
      settledAt: tx.ctx.clock.now(),
    },
  });
  await tx.db.call.updateMany({ where: { id: call.id, status: 'dialing' }, data: { status: 'queued' } });
  return true;
}

async function askPermission(tx: Transaction, request: RequestToDial, at: Date): Promise<CallPermission> {
  const [facts] = await gatherCallFacts(tx.db, [
    {
      contactId: request.contactId,
      phone: request.phone,
      script: request.scriptVersion,
      callRequestId: request.id,
      costCapCents: request.costCapCents,
      at,
    },
  ]);
  if (!facts) throw new Error('One subject has one set of facts.');
  return decidePermission(facts, at);
}

async function postpone(tx: Transaction, call: CallToDial, until: Date, rules: string[]): Promise<Claim> {
  const [row] = await tx.db.call.updateManyAndReturn({
    where: { id: call.id, status: 'queued' },
    data: { nextAttemptAt: until, version: { increment: 1 } },
  });
  if (!row) return { result: 'skipped', status: 'changed' };
  const at = until.toISOString();
  tx.audit({ action: 'call.postponed', subjectType: 'call', subjectId: call.id, data: { until: at, rules } });
  tx.activity({
    kind: 'call.postponed',
    leadId: call.leadId,
    contactId: call.contactId,
    data: { callId: call.id, until: at, rules },
  });
  tx.event('call.changed', call.id, { version: row.version });
  return { result: 'postponed', until: at };
}

async function writeAttempt(tx: Transaction, call: CallToDial, payloadHash: string, record: object): Promise<string> {
  const attemptId = newId();
  const number = (call.attempts[0]?.number ?? 0) + 1;
  const permission: Prisma.InputJsonObject = JSON.parse(JSON.stringify(record));
  await tx.db.callAttempt.create({
    data: { id: attemptId, callId: call.id, number, payloadHash, permission, startedAt: tx.ctx.clock.now() },
  });
  // The facts of an earlier try stay with that try; the transcript and the recording belong to the call and begin anew.
  await tx.db.transcriptSegment.deleteMany({ where: { callId: call.id } });
  await tx.db.callAnalysis.deleteMany({ where: { callId: call.id } });
  const [row] = await tx.db.call.updateManyAndReturn({
    where: { id: call.id, status: 'queued' },
    data: {
      status: 'dialing',
      nextAttemptAt: null,
      failureNote: null,
      providerCallId: null,
      providerRank: 0,
      outcome: null,
      providerReason: null,
      startedAt: null,
      endedAt: null,
      durationSec: null,
      recordingFileId: null,
      recordingStatus: 'none',
      transcriptStatus: 'none',
      analysisStatus: 'none',
      version: { increment: 1 },
    },
  });
  if (!row) throw new Error('A call left the queue while it was being claimed.');
  tx.audit({
    action: 'call.dialing',
    subjectType: 'call',
    subjectId: call.id,
    data: { attemptId, number, payloadHash },
  });
  tx.activity({
    kind: 'call.dialing',
    leadId: call.leadId,
    contactId: call.contactId,
    data: { callId: call.id, number },
  });
  tx.event('call.changed', call.id, { version: row.version });
  return attemptId;
}
