import type { ApprovalDecision, CallRequestStatus, Language } from '#prisma/generated/enums.ts';
import type { CallPermission } from '#domain/call-permission/call-permission.ts';

interface Named {
  id: string;
  name: string;
}

/** A call request as the doors show it; `revision` and `payloadHash` go back with the decision. */
export interface CallRequestView {
  id: string;
  status: CallRequestStatus;
  revision: number;
  payloadHash: string;
  goal: string;
  phone: string;
  language: Language;
  windowStart: Date;
  windowEnd: Date;
  costCapCents: number;
  maxAttempts: number;
  deadlineAt: Date;
  remindedAt: Date | null;
  escalatedAt: Date | null;
  lead: Named;
  contact: Named;
  /** The person's company; the agent is told it. */
  companyName: string | null;
  requester: Named;
  agent: Named & { fromNumber: string };
  script: { id: string; version: number; disclosure: string; text: string; advertising: boolean };
  /** The decision about the present revision. */
  approval: { decision: ApprovalDecision; reason: string | null; decidedBy: Named; decidedAt: Date } | null;
  /** Whether it could be dialled now, or at the start of its window when that is later. */
  permission: CallPermission;
  callId: string | null;
  createdAt: Date;
  updatedAt: Date;
}
