import type { CustomValues } from '#domain/custom-fields/custom-values.ts';
import type { StageKind } from '#prisma/generated/enums.ts';

interface Named {
  id: string;
  name: string;
}

/** A deal as the doors show it: with whom it is, its place in the pipeline and its owner. */
export interface DealView {
  id: string;
  name: string;
  /** In the currency's smallest unit. */
  amountCents: number | null;
  /** ISO 4217 */
  currency: string;
  source: string;
  note: string | null;
  customFields: CustomValues;
  contact: Named | null;
  company: Named | null;
  /** The lead it was converted from. */
  lead: Named | null;
  pipeline: Named;
  stage: Named & { kind: StageKind };
  owner: Named | null;
  /** YYYY-MM-DD */
  expectedCloseOn: string | null;
  closedAt: Date | null;
  closeReason: string | null;
  stageEnteredAt: Date;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A deal as `dealColumns` reads it. */
export interface DealRow extends Omit<DealView, 'contact' | 'company' | 'lead' | 'pipeline' | 'stage' | 'owner'> {
  contactId: string | null;
  contactName: string | null;
  companyId: string | null;
  companyName: string | null;
  leadId: string | null;
  leadName: string | null;
  pipelineId: string;
  pipelineName: string;
  stageId: string;
  stageName: string;
  stageKind: StageKind;
  ownerId: string | null;
  ownerName: string | null;
}

/** The columns of a DealRow, for deals named `d` joined by `dealJoins`. Amounts stay below 2^53. */
export const dealColumns = `
  d.id, d.name, d.amount_cents::float8 AS "amountCents", d.currency, d.source, d.note,
  d.custom_fields AS "customFields",
  p.id AS "contactId", p.name AS "contactName", c.id AS "companyId", c.name AS "companyName",
  l.id AS "leadId", l.name AS "leadName", i.id AS "pipelineId", i.name AS "pipelineName",
  s.id AS "stageId", s.name AS "stageName", s.kind AS "stageKind", u.id AS "ownerId", u.name AS "ownerName",
  to_char(d.expected_close_on, 'YYYY-MM-DD') AS "expectedCloseOn",
  d.closed_at AS "closedAt", d.close_reason AS "closeReason", d.stage_entered_at AS "stageEnteredAt",
  d.version, d.created_at AS "createdAt", d.updated_at AS "updatedAt"`;

export const dealJoins = `
  JOIN pipelines i ON i.id = d.pipeline_id AND i.organization_id IS NOT DISTINCT FROM $1
  JOIN stages s ON s.id = d.stage_id AND s.organization_id IS NOT DISTINCT FROM $1
  LEFT JOIN contacts p ON p.id = d.contact_id AND p.organization_id IS NOT DISTINCT FROM $1 AND p.deleted_at IS NULL
  LEFT JOIN companies c ON c.id = d.company_id AND c.organization_id IS NOT DISTINCT FROM $1 AND c.deleted_at IS NULL
  LEFT JOIN leads l ON l.id = d.lead_id AND l.organization_id IS NOT DISTINCT FROM $1 AND l.deleted_at IS NULL
  LEFT JOIN users u ON u.id = d.owner_id AND u.organization_id IS NOT DISTINCT FROM $1`;

/** The row as the doors show it. */
export function toDealView(row: DealRow): DealView {
  return {
    id: row.id,
    name: row.name,
    amountCents: row.amountCents,
    currency: row.currency,
    source: row.source,
    note: row.note,
    customFields: row.customFields,
    contact: named(row.contactId, row.contactName),
    company: named(row.companyId, row.companyName),
    lead: named(row.leadId, row.leadName),
    pipeline: { id: row.pipelineId, name: row.pipelineName },
    stage: { id: row.stageId, name: row.stageName, kind: row.stageKind },
    owner: named(row.ownerId, row.ownerName),
    expectedCloseOn: row.expectedCloseOn,
    closedAt: row.closedAt,
    closeReason: row.closeReason,
    stageEnteredAt: row.stageEnteredAt,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

function named(id: string | null, name: string | null): Named | null {
  return id === null || name === null ? null : { id, name };
}
