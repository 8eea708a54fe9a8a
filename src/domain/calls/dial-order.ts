import { z } from 'zod';
import type { PlaceCallInput } from '#domain/ports/telephony.ts';
import { withPayloadParts } from '#domain/call-requests/approval-payload.ts';
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
          lead: { select: { id: true, name: true } },
          contact: { select: { id: true, name: true, companyName: true } },
          approvals: { where: { decision: 'approved' }, select: { revision: true, payloadHash: true } },
        },
      },
    },
  });
}

export type CallToDial = NonNullable<Awaited<ReturnType<typeof readCallToDial>>>;
export type RequestToDial = NonNullable<CallToDial['callRequest']>;

/** What the provider is asked: exactly the approved number, agent and words, with our id of the attempt. */
export function dialOrder(request: RequestToDial, attemptId: string): PlaceCallInput {
  return {
    attemptId,
    organizationId: request.organizationId,
    fromNumber: request.agent.fromNumber,
    toNumber: request.phone,
    providerAgentId: request.agent.providerAgentId,
    variables: {
      goal: request.goal,
      script: request.scriptVersion.text,
      disclosure: request.scriptVersion.disclosure,
      language: request.language,
      lead_name: request.lead.name,
      client_name: request.contact.name,
      company_name: request.contact.companyName ?? '',
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
