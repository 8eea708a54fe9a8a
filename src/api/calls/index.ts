import { deleteCallRoute, deleteCallsRoute } from '#api/calls/delete-calls.ts';
import { getCallAnalysisRoute } from '#api/calls/get-call-analysis.ts';
import { getCallRoute } from '#api/calls/get-call.ts';
import { listCallsRoute } from '#api/calls/list-calls.ts';
import { closeCallRoute, dialAgainRoute } from '#api/calls/resolve-call.ts';

export const callRoutes = [
  listCallsRoute,
  getCallRoute,
  getCallAnalysisRoute,
  dialAgainRoute,
  closeCallRoute,
  deleteCallRoute,
  deleteCallsRoute,
] as const;
