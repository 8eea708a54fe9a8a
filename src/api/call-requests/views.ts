import { z } from '@hono/zod-openapi';
import type { CallPermission as CallPermissionView } from '#domain/call-permission/call-permission.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { Moment, Named } from '#api/views.ts';

export const CallPermission = z
  .object({
    allowed: z.boolean(),
    reasons: z.array(
      z.object({
        rule: z.string(),
        allowed: z.boolean(),
        params: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
    nextAllowedAt: Moment.nullable(),
  })
  .openapi('CallPermission');

export const CallRequest = z
  .object({
    id: z.string(),
    status: z.enum(['pending', 'approved', 'rejected', 'expired', 'superseded', 'cancelled']),
    revision: z.number().int().describe('Grows with each edit; an approval is for one revision.'),
    payloadHash: z.string().describe('SHA-256 of everything an approval stands for.'),
    goal: z.string(),
    phone: z.string(),
    language: z.enum(['ru', 'en']),
    windowStart: Moment,
    windowEnd: Moment,
    costCapCents: z.number().int(),
    maxAttempts: z.number().int(),
    deadlineAt: Moment.describe('An undecided request expires then.'),
    lead: Named,
    contact: Named,
    requester: Named,
    agent: Named,
    script: z.object({ id: z.string(), version: z.number().int(), disclosure: z.string(), text: z.string() }),
    approval: z
      .object({
        decision: z.enum(['approved', 'rejected']),
        reason: z.string().nullable(),
        decidedBy: Named,
        decidedAt: Moment,
      })
      .nullable(),
    permission: CallPermission.describe('May we call, asked now.'),
    callId: z.string().nullable(),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .openapi('CallRequest');

/** The answer to "may we call?". */
export function toCallPermission({ allowed, reasons, nextAllowedAt }: CallPermissionView) {
  return {
    allowed,
    reasons: reasons.map(({ rule, allowed: isAllowed, params }) => ({ rule, allowed: isAllowed, params })),
    nextAllowedAt,
  };
}

/** A call request with what an approver has to know. */
export function toCallRequest(request: CallRequestView) {
  const {
    id,
    status,
    revision,
    payloadHash,
    goal,
    phone,
    language,
    windowStart,
    windowEnd,
    costCapCents,
    maxAttempts,
  } = request;
  const { deadlineAt, lead, contact, requester, approval, callId, createdAt, updatedAt } = request;
  const { agent, script, permission } = request;
  return {
    ...{ id, status, revision, payloadHash, goal, phone, language, windowStart, windowEnd, costCapCents, maxAttempts },
    ...{ deadlineAt, lead, contact, requester, approval, callId, createdAt, updatedAt },
    agent: { id: agent.id, name: agent.name },
    script: { id: script.id, version: script.version, disclosure: script.disclosure, text: script.text },
    permission: toCallPermission(permission),
  };
}
