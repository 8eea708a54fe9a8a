import { z } from 'zod';
import { canonicalJson, sha256 } from '#platform/hashing.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { CallJudgement, Llm, LlmAnswer, AnalyzeCallInput as AnalyzeQuestion } from '#domain/ports/llm.ts';
import { inTransaction } from '#domain/transaction.ts';
import { cleanJudgement } from '#domain/calls/clean-judgement.ts';
import { saidDisclosure } from '#domain/calls/find-disclosure.ts';
import { computeMetrics } from '#domain/calls/metrics.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import { scorecardCriteria } from '#domain/calls/scorecard-criteria.ts';

export const AnalyzeCallInput = z.strictObject({ callId: z.uuid() });
export type AnalyzeCallInput = z.input<typeof AnalyzeCallInput>;

export type AnalyzeCallResult = { result: 'analyzed' | 'upToDate' | 'transcriptEmpty' | 'gone' };

/**
 * Analyzes a finished call: numbers from the transcript's times, a judgement from the model, quotes checked. The same
 * transcript is not judged twice. Throws ProviderError when the model does not answer.
 */
export async function analyzeCall(ctx: Context, input: AnalyzeCallInput): Promise<AnalyzeCallResult> {
  requireSystem(ctx);
  const { callId } = parseInput(AnalyzeCallInput, input);
  const call = await ctx.db.call.findFirst({
    where: { id: callId, deletedAt: null },
    include: {
      segments: { orderBy: { position: 'asc' }, select: { speaker: true, startMs: true, endMs: true, text: true } },
      analysis: { select: { inputHash: true } },
      callRequest: { select: { goal: true, language: true, scriptVersion: { select: { disclosure: true } } } },
    },
  });
  if (!call) return { result: 'gone' };
  const { segments } = call;
  if (segments.length === 0) return { result: 'transcriptEmpty' };
  const organization = await ctx.db.organization.findFirstOrThrow({ select: { language: true } });
  const { language } = organization;
  const question: AnalyzeQuestion = {
    language,
    goal: call.callRequest?.goal ?? null,
    segments,
    criteria: scorecardCriteria[language],
  };
  const inputHash = sha256(
    canonicalJson({ language, goal: question.goal, segments: segments.map((segment) => ({ ...segment })) }),
  );
  if (call.analysis?.inputHash === inputHash && call.analysisStatus === 'completed') return { result: 'upToDate' };

  const answer = await ask(ctx, await ctx.ports.llm(), question);
  const judgement = cleanJudgement(answer.value, segments);
  const disclosure = call.callRequest?.scriptVersion.disclosure;
  const row = {
    ...judgement,
    metrics: { ...computeMetrics(segments) },
    disclosureSaid: disclosure === undefined ? null : saidDisclosure(disclosure, segments),
    engine: answer.engine,
    inputHash,
  };
  await inTransaction(ctx, async (tx) => {
    await tx.db.callAnalysis.upsert({
      where: { organizationId_callId: { organizationId: ctx.organizationId, callId } },
      create: { id: newId(), callId, ...row },
      update: row,
    });
    await tx.db.call.update({
      where: { id: callId },
      data: { analysisStatus: 'completed', version: { increment: 1 } },
    });
    tx.audit({
      action: 'call.analyzed',
      subjectType: 'call',
      subjectId: callId,
      data: { engine: answer.engine, inputHash },
    });
    tx.activity({
      kind: 'call.analyzed',
      leadId: call.leadId,
      contactId: call.contactId,
      data: { callId, sentiment: judgement.sentiment, summary: judgement.summary, actionItems: judgement.actionItems },
    });
    tx.event('call.analyzed', callId, {});
  });
  return { result: 'analyzed' };
}

/** Asks the model and records what the question cost, also when it failed. */
async function ask(ctx: Context, llm: Llm, question: AnalyzeQuestion): Promise<LlmAnswer<CallJudgement>> {
  const startedMs = performance.now();
  const record = (
    ok: boolean,
    engine: string,
    usage: { inputTokens: number; outputTokens: number; costMicros: number | null },
  ) =>
    ctx.db.aiUsage.create({
      data: {
        id: newId(),
        purpose: 'analyzeCall',
        engine,
        ...usage,
        durationMs: Math.round(performance.now() - startedMs),
        ok,
      },
    });
  try {
    const answer = await llm.analyzeCall(question);
    await record(true, answer.engine, answer.usage);
    return answer;
  } catch (error) {
    await record(false, llm.engine, { inputTokens: 0, outputTokens: 0, costMicros: null });
    throw error;
  }
}

/** States that the model could not analyze the call, so that nobody waits for it. Repeatable. */
export async function giveUpAnalysis(ctx: Context, input: { callId: string; error: string }): Promise<void> {
  requireSystem(ctx);
  await inTransaction(ctx, async (tx) => {
    const [call] = await tx.db.call.updateManyAndReturn({
      where: { id: input.callId, analysisStatus: 'pending' },
      data: { analysisStatus: 'failed', version: { increment: 1 } },
    });
    if (!call) return;
    const error = input.error.slice(0, 500);
    tx.audit({ action: 'call.analysisFailed', subjectType: 'call', subjectId: call.id, data: { error } });
    tx.activity({
      kind: 'call.analysisFailed',
      leadId: call.leadId,
      contactId: call.contactId,
      data: { callId: call.id, error },
    });
    tx.event('call.analysisFailed', call.id, { error });
  });
}
