import { AnalyzeCallInput, analyzeCall, giveUpAnalysis } from '#domain/calls/analyze-call.ts';
import { defineJob } from '#jobs/define-job.ts';

export const analyzeCallJob = defineJob({
  name: 'analyze-call',
  queue: 'llm',
  input: AnalyzeCallInput,
  maxAttempts: 6,
  leaseSec: 90,
  run: analyzeCall,
  onParked: (ctx, { callId }, error) => giveUpAnalysis(ctx, { callId, error }),
});
