import { AppError } from '#platform/errors.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import type { CallView } from '#domain/calls/call-view.ts';
import type { Context } from '#domain/context.ts';
import { actorHas } from '#domain/permissions.ts';
import { listTasks } from '#domain/tasks/list-tasks.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';

/** What a call's card shows beside the call itself. */
export interface CallSurroundings {
  /** What was approved; absent when the reader may not see it or nothing depends on it any more. */
  request: CallRequestView | null;
  /** The time that was approved for the call is not over yet. */
  isWindowOpen: boolean;
  /** What was made of the call's next steps, oldest first. */
  tasks: TaskView[];
  mayMakeTasks: boolean;
}

/** A call that stands alone, for those who read nothing around it. */
export const noSurroundings: CallSurroundings = { request: null, isWindowOpen: true, tasks: [], mayMakeTasks: false };

/** Reads what surrounds a call, as far as the actor may see it. */
export async function readSurroundings(ctx: Context, call: CallView): Promise<CallSurroundings> {
  const request = await readRequest(ctx, call);
  const mayRead = call.lead !== null && call.analysis !== null && actorHas(ctx.actor, 'leads.read');
  const tasks = mayRead ? (await listTasks(ctx, { callId: call.id, limit: 50 })).items : [];
  return {
    request,
    isWindowOpen: request === null || (request.status === 'approved' && request.windowEnd > ctx.clock.now()),
    tasks: tasks.toReversed(),
    mayMakeTasks: actorHas(ctx.actor, 'leads.write'),
  };
}

async function readRequest(ctx: Context, call: CallView): Promise<CallRequestView | null> {
  if (!call.callRequestId || !['queued', 'needs_person'].includes(call.status)) return null;
  try {
    return await getCallRequest(ctx, { callRequestId: call.callRequestId });
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden'].includes(error.code)) return null;
    throw error;
  }
}
