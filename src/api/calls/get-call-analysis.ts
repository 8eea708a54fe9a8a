import { getCall } from '#domain/calls/get-call.ts';
import { notFound } from '#domain/not-found.ts';
import { AiAnalysis, toAiAnalysis } from '#api/calls/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getCallAnalysisRoute = defineRoute(
  {
    method: 'get',
    path: '/api/calls/{id}/ai-analysis',
    operationId: 'getCallAnalysis',
    tags: ['Calls'],
    summary: 'The analysis of a call',
    request: { params: IdParams },
    responses: { 200: answer(AiAnalysis, 'The analysis.') },
  },
  async (c) => {
    const analysis = toAiAnalysis(await getCall(c.get('ctx'), { callId: c.req.valid('param').id }));
    if (!analysis) throw notFound('call');
    return c.json(analysis, 200);
  },
  { permission: 'calls.read', errors: ['not_found'] },
);
