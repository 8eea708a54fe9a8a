import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser, seesAll } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { hashOfRequest, withPayloadParts } from '#domain/call-requests/approval-payload.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import {
  resolveAgent,
  resolveCostCap,
  resolveDeadline,
  resolvePhone,
  resolveWindow,
  termFields,
} from '#domain/call-requests/request-terms.ts';
import { requireCallable } from '#domain/call-requests/require-callable.ts';

export const RequestCallInput = z.strictObject({
  ...termFields,
  leadId: z.uuid(),
  phoneNumber: termFields.phoneNumber.optional(),
  agentId: termFields.agentId.optional(),
  scriptId: termFields.scriptId.optional(),
  language: termFields.language.optional(),
  windowStart: termFields.windowStart.optional(),
  windowEnd: termFields.windowEnd.optional(),
  costCapCents: termFields.costCapCents.optional(),
  maxAttempts: termFields.maxAttempts.default(3),
});
export type RequestCallInput = z.input<typeof RequestCallInput>;

/** Asks for a call by a voice agent. Nothing is dialled before somebody approves exactly this. */
export async function requestCall(ctx: Context, input: RequestCallInput): Promise<CallRequestView> {
  const user = requireUser(ctx);
  requirePermission(ctx, 'callRequests.create');
  const data = parseInput(RequestCallInput, input);
  const lead = await ctx.db.lead.findFirst({
    where: { id: data.leadId, deletedAt: null, ...(seesAll(user, 'leads.readAll') ? {} : { ownerId: user.id }) },
    select: {
      id: true,
      closedAt: true,
      contact: {
        select: {
          id: true,
          language: true,
          phones: { orderBy: { createdAt: 'asc' }, select: { e164: true, invalidAt: true } },
        },
      },
    },
  });
  if (!lead) throw notFound('lead');
  if (lead.closedAt)
    throw new AppError('conflict', 'lead.closed', 'This lead is closed; open it again before asking for a call.');
  const organization = await ctx.db.organization.findFirstOrThrow();
  const { contact } = lead;
  const known = contact.phones.find((phone) => phone.invalidAt === null) ?? contact.phones[0];
  if (!data.phoneNumber && !known) {
    throw new AppError('conflict', 'phone.none', 'There is no phone number to call; give one or add it to the lead.');
  }
  const now = ctx.clock.now();
  const phone = resolvePhone(data.phoneNumber ?? known?.e164 ?? '', organization.defaultCountry);
  const { agentId, language, script } = await resolveAgent(ctx, data, contact.language);
  const window = resolveWindow(now, data);
  const costCapCents = resolveCostCap(data.costCapCents, organization.costCapCents);
  await requireCallable(ctx, { contactId: contact.id, phone, script, callRequestId: null, costCapCents }, window);

  const id = newId();
  await inTransaction(ctx, async (tx) => {
    const row = await tx.db.callRequest.create({
      data: {
        id,
        leadId: lead.id,
        contactId: contact.id,
        requesterId: user.id,
        agentId,
        scriptVersionId: script.id,
        goal: data.goal,
        phone,
        language: data.language ?? language,
        ...window,
        costCapCents,
        maxAttempts: data.maxAttempts,
        payloadHash: '',
        deadlineAt: resolveDeadline(now, organization.approvalDeadlineMinutes, window.windowEnd),
        // Half of the time to decide is counted from the moment it was asked.
        updatedAt: now,
      },
      include: withPayloadParts,
    });
    const payloadHash = hashOfRequest(row);
    await tx.db.callRequest.update({ where: { id }, data: { payloadHash, updatedAt: now } });
    tx.audit({
      action: 'callRequest.created',
      subjectType: 'callRequest',
      subjectId: id,
      data: { revision: 1, payloadHash },
    });
    tx.activity({
      kind: 'callRequest.created',
      leadId: lead.id,
      contactId: contact.id,
      data: { callRequestId: id, goal: data.goal },
    });
    tx.event('callRequest.created', id, { revision: 1 });
  });
  return getCallRequest(ctx, { callRequestId: id });
}
