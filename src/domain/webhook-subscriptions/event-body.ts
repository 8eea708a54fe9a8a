import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { getCall } from '#domain/calls/get-call.ts';
import { getCompany } from '#domain/companies/get-company.ts';
import { getContact } from '#domain/contacts/get-contact.ts';
import type { Context } from '#domain/context.ts';
import { getMessage } from '#domain/conversations/get-message.ts';
import { getDeal } from '#domain/deals/get-deal.ts';
import { getDraft } from '#domain/drafts/get-draft.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import type { EventArea } from '#domain/live/event-subjects.ts';
import type { LiveEvent } from '#domain/live/live-event.ts';
import { getTask } from '#domain/tasks/get-task.ts';
import { getUser } from '#domain/users/get-user.ts';
import { AppError } from '#platform/errors.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Records that events carry along as they are now; of the other areas the ids must do. */
const recordOf: { [Area in EventArea]?: (ctx: Context, id: string) => Promise<object> } = {
  lead: (ctx, leadId) => getLead(ctx, { leadId }),
  contact: (ctx, contactId) => getContact(ctx, { contactId }),
  company: (ctx, companyId) => getCompany(ctx, { companyId }),
  deal: (ctx, dealId) => getDeal(ctx, { dealId }),
  callRequest: (ctx, callRequestId) => getCallRequest(ctx, { callRequestId }),
  call: (ctx, callId) => getCall(ctx, { callId }),
  message: (ctx, messageId) => getMessage(ctx, { messageId }),
  draft: (ctx, draftId) => getDraft(ctx, { draftId }),
  task: (ctx, taskId) => getTask(ctx, { taskId }),
  user: (ctx, userId) => getUser(ctx, { userId }),
};

/** What an address is sent: the event, and its record as the reader may see it now; null when it is gone. */
export async function eventBody(ctx: Context, event: LiveEvent): Promise<Prisma.InputJsonObject> {
  const area = event.type.slice(0, event.type.indexOf('.'));
  const read = Object.hasOwn(recordOf, area) ? recordOf[area as EventArea] : undefined;
  const record = read ? await read(ctx, event.subjectId).catch(nullWhenHidden) : null;
  // As JSON has it: moments are texts there, and large numbers too.
  const data: Prisma.InputJsonObject = JSON.parse(
    JSON.stringify({ ...event.payload, record }, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  );
  return {
    id: event.id,
    type: event.type,
    subjectId: event.subjectId,
    organizationId: event.organizationId,
    at: event.at.toISOString(),
    data,
  };
}

function nullWhenHidden(error: unknown): null {
  if (error instanceof AppError && (error.code === 'not_found' || error.code === 'forbidden')) return null;
  throw error;
}
