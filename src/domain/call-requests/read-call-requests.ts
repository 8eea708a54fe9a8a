import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { decidePermission } from '#domain/call-permission/decide-permission.ts';
import { gatherCallFacts } from '#domain/call-permission/gather-facts.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';

/** A view before the question "may we call?" was asked about it. */
type CallRequestRow = Omit<CallRequestView, 'permission' | 'approval'> & {
  approval: (Omit<NonNullable<CallRequestView['approval']>, 'decidedAt'> & { decidedAt: string }) | null;
};

const columns = `
  request.id, request.status, request.revision, request.payload_hash AS "payloadHash", request.goal, request.phone, request.language,
  request.window_start AS "windowStart", request.window_end AS "windowEnd", request.cost_cap_cents AS "costCapCents",
  request.max_attempts AS "maxAttempts", request.deadline_at AS "deadlineAt", request.reminded_at AS "remindedAt",
  request.escalated_at AS "escalatedAt", request.created_at AS "createdAt", request.updated_at AS "updatedAt",
  json_build_object('id', lead.id, 'name', lead.name) AS lead,
  json_build_object('id', contact.id, 'name', contact.name) AS contact, contact.company_name AS "companyName",
  json_build_object('id', requester.id, 'name', requester.name) AS requester,
  json_build_object('id', agent.id, 'name', agent.name, 'fromNumber', agent.from_number) AS agent,
  json_build_object('id', script.id, 'version', script.version, 'disclosure', script.disclosure, 'text', script.text,
                    'advertising', script.advertising) AS script,
  CASE WHEN approval.id IS NOT NULL THEN json_build_object(
    'decision', approval.decision, 'reason', approval.reason, 'decidedAt', approval.decided_at,
    'decidedBy', json_build_object('id', decider.id, 'name', decider.name)) END AS approval,
  call.id AS "callId"`;

const joins = `
  FROM call_requests request
  JOIN leads lead ON lead.id = request.lead_id AND lead.organization_id IS NOT DISTINCT FROM request.organization_id
  JOIN contacts contact ON contact.id = request.contact_id AND contact.organization_id IS NOT DISTINCT FROM request.organization_id
  JOIN users requester ON requester.id = request.requester_id AND requester.organization_id IS NOT DISTINCT FROM request.organization_id
  JOIN agents agent ON agent.id = request.agent_id AND agent.organization_id IS NOT DISTINCT FROM request.organization_id
  JOIN script_versions script ON script.id = request.script_version_id AND script.organization_id IS NOT DISTINCT FROM request.organization_id
  LEFT JOIN approvals approval ON approval.organization_id = request.organization_id AND approval.call_request_id = request.id
    AND approval.revision = request.revision
  LEFT JOIN users decider ON decider.id = approval.decider_id AND decider.organization_id IS NOT DISTINCT FROM approval.organization_id
  LEFT JOIN calls call ON call.organization_id = request.organization_id AND call.call_request_id = request.id
  WHERE request.organization_id = $1 AND ($2::uuid IS NULL OR request.requester_id = $2 OR lead.owner_id = $2)`;

/** One request that the viewer ($2, null sees all) may see. */
export const callRequestById = defineRead<[viewerId: string | null, id: string], CallRequestRow>(
  'call-request-by-id',
  `SELECT ${columns} ${joins} AND request.id = $3`,
);

/** Newest first after a keyset; $3 a status, $4 a requester, $5 a lead (null: any). */
export const callRequestPage = defineRead<
  [
    viewerId: string | null,
    status: string | null,
    requesterId: string | null,
    leadId: string | null,
    before: Date | null,
    beforeId: string | null,
    limit: number,
  ],
  CallRequestRow
>(
  'call-request-page',
  `SELECT ${columns} ${joins}
     AND ($3::text IS NULL OR request.status = $3::"CallRequestStatus")
     AND ($4::uuid IS NULL OR request.requester_id = $4)
     AND ($5::uuid IS NULL OR request.lead_id = $5)
     AND ($6::timestamptz IS NULL OR (request.created_at, request.id) < ($6, $7::uuid))
   ORDER BY request.created_at DESC, request.id DESC LIMIT $8`,
);

/** Rows as views, each with the present answer of "may we call?". */
export async function toCallRequestViews(ctx: Context, rows: CallRequestRow[]): Promise<CallRequestView[]> {
  const now = ctx.clock.now();
  const facts = await gatherCallFacts(
    ctx.db,
    rows.map((row) => ({
      contactId: row.contact.id,
      phone: row.phone,
      script: row.script,
      callRequestId: row.id,
      costCapCents: row.costCapCents,
      at: row.windowStart > now ? row.windowStart : now,
    })),
  );
  return rows.map((row, index) => {
    const known = facts[index];
    if (!known) throw new Error('A call request has no facts.');
    return {
      ...row,
      approval: row.approval && { ...row.approval, decidedAt: new Date(row.approval.decidedAt) },
      permission: decidePermission(known, known.at),
    };
  });
}
