import { canonicalJson, sha256 } from '#platform/hashing.ts';
import type { CallRequestModel } from '#prisma/generated/models/CallRequest.ts';

/** Everything an approver is shown and thereby signs; the dialler refuses a call for which any of it is another. */
export interface ApprovalPayload {
  organizationId: string;
  callRequestId: string;
  revision: number;
  phone: string;
  agentId: string;
  providerAgentId: string;
  fromNumber: string;
  scriptVersionId: string;
  scriptText: string;
  disclosure: string;
  goal: string;
  language: string;
  /** The names that the agent is told. */
  leadName: string;
  contactName: string;
  companyName: string;
  /** ISO 8601 in UTC with milliseconds. */
  windowStart: string;
  windowEnd: string;
  costCapCents: number;
  maxAttempts: number;
}

type ShownRequest = Pick<
  CallRequestModel,
  | 'id'
  | 'organizationId'
  | 'revision'
  | 'phone'
  | 'goal'
  | 'language'
  | 'windowStart'
  | 'windowEnd'
  | 'costCapCents'
  | 'maxAttempts'
> & {
  agent: { id: string; providerAgentId: string; fromNumber: string };
  scriptVersion: { id: string; text: string; disclosure: string };
  lead: { name: string };
  contact: { name: string; companyName: string | null };
};

/** What to load with a request so that its payload can be computed. */
export const withPayloadParts = {
  agent: { select: { id: true, name: true, providerAgentId: true, fromNumber: true, disabledAt: true } },
  scriptVersion: { select: { id: true, version: true, text: true, disclosure: true, advertising: true } },
  lead: { select: { id: true, name: true, ownerId: true } },
  contact: { select: { id: true, name: true, companyName: true } },
} as const;

/** The payload of a request as its rows stand now. */
export function approvalPayload(request: ShownRequest): ApprovalPayload {
  return {
    organizationId: request.organizationId,
    callRequestId: request.id,
    revision: request.revision,
    phone: request.phone,
    agentId: request.agent.id,
    providerAgentId: request.agent.providerAgentId,
    fromNumber: request.agent.fromNumber,
    scriptVersionId: request.scriptVersion.id,
    scriptText: request.scriptVersion.text,
    disclosure: request.scriptVersion.disclosure,
    goal: request.goal,
    language: request.language,
    leadName: request.lead.name,
    contactName: request.contact.name,
    companyName: request.contact.companyName ?? '',
    windowStart: request.windowStart.toISOString(),
    windowEnd: request.windowEnd.toISOString(),
    costCapCents: request.costCapCents,
    maxAttempts: request.maxAttempts,
  };
}

/** SHA-256 of the payload's canonical JSON, in hex. */
export function approvalHash(payload: ApprovalPayload): string {
  return sha256(canonicalJson({ ...payload }));
}

/** The hash of a request as its rows stand now. */
export function hashOfRequest(request: ShownRequest): string {
  return approvalHash(approvalPayload(request));
}
