import { z } from 'zod';
import type { PlaceCallInput } from '#domain/ports/telephony.ts';
import { approvalPayload, withPayloadParts } from '#domain/call-requests/approval-payload.ts';
import type { TenantDb } from '#platform/database/tenant.ts';

/** All that decides whether and how a call is dialled, in one read. */
export async function readCallToDial(db: TenantDb, callId: string) {
  return db.call.findFirst({
    where: { id: callId, deletedAt: null },
    include: {
      attempts: { orderBy: { number: 'desc' } },
      callRequest: {
        include: {
          ...withPayloadParts,
          approvals: { where: { decision: 'approved' }, select: { revision: true, payloadHash: true } },
        },
      },
    },
  });
}

export type CallToDial = NonNullable<Awaited<ReturnType<typeof readCallToDial>>>;
export type RequestToDial = NonNullable<CallToDial['callRequest']>;

/**
 * What the provider is asked, with our id of the attempt. It is made of the approved payload alone, so that nothing reaches
 * the provider that nobody approved.
 */
export function dialOrder(request: RequestToDial, attemptId: string): PlaceCallInput {
  const approved = approvalPayload(request);
  return {
    attemptId,
    organizationId: approved.organizationId,
    fromNumber: approved.fromNumber,
    toNumber: approved.phone,
    providerAgentId: approved.providerAgentId,
    variables: {
      goal: approved.goal,
      script: approved.scriptText,
      disclosure: approved.disclosure,
      language: approved.language,
      lead_name: approved.leadName,
      client_name: approved.contactName,
      company_name: approved.companyName,
    },
  };
}

/** What is kept with an attempt beside the permission: who dialled it, and what the request had cost before. */
export const AttemptRecord = z.object({
  effectId: z.string().nullable().catch(null),
  spentBeforeCents: z.number().catch(0),
});

export function readAttemptRecord(permission: unknown): z.infer<typeof AttemptRecord> {
  const parsed = AttemptRecord.safeParse(permission);
  return parsed.success ? parsed.data : { effectId: null, spentBeforeCents: 0 };
}
