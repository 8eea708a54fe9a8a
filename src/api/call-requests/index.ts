import { approveCallRequestRoute } from '#api/call-requests/approve-call-request.ts';
import { cancelCallRequestRoute } from '#api/call-requests/cancel-call-request.ts';
import { editCallRequestRoute } from '#api/call-requests/edit-call-request.ts';
import { getCallRequestRoute } from '#api/call-requests/get-call-request.ts';
import { listCallRequestsRoute } from '#api/call-requests/list-call-requests.ts';
import { rejectCallRequestRoute } from '#api/call-requests/reject-call-request.ts';
import { requestCallRoute } from '#api/call-requests/request-call.ts';

export const callRequestRoutes = [
  listCallRequestsRoute,
  requestCallRoute,
  getCallRequestRoute,
  editCallRequestRoute,
  approveCallRequestRoute,
  rejectCallRequestRoute,
  cancelCallRequestRoute,
] as const;
