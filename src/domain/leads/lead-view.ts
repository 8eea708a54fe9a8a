import type { CustomValues } from '#domain/custom-fields/custom-values.ts';
import type { Language, StageKind } from '#prisma/generated/enums.ts';

/** A lead as the doors show it: with its person, its place in the pipeline and its owner. */
export interface LeadView {
  id: string;
  name: string;
  source: string;
  note: string | null;
  customFields: CustomValues;
  contact: {
    id: string;
    name: string;
    companyName: string | null;
    /** E.164 */
    phones: string[];
    emails: string[];
    telegramUsername: string | null;
    telegramUserId: string | null;
    language: Language | null;
    timeZone: string | null;
    unreachable: boolean;
    doNotCall: boolean;
  };
  pipeline: { id: string; name: string };
  stage: { id: string; name: string; kind: StageKind };
  owner: { id: string; name: string } | null;
  closedAt: Date | null;
  closeReason: string | null;
  stageEnteredAt: Date;
  /** When somebody said "mine"; a lead without it waits to be taken. */
  takenAt: Date | null;
  /** When it was put aside as spam. */
  spamAt: Date | null;
  convertedAt: Date | null;
  /** What is to be done first, by when. */
  nextTask: { id: string; title: string; dueAt: Date | null } | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A lead as `leadColumns` reads it: flat, because taking JSON apart for each row costs more than the query itself. */
export interface LeadRow extends Omit<LeadView, 'contact' | 'pipeline' | 'stage' | 'owner' | 'nextTask'> {
  contactId: string;
  contactName: string;
  companyName: string | null;
  phones: string[];
  emails: string[];
  telegramUsername: string | null;
  telegramUserId: string | null;
  language: Language | null;
  timeZone: string | null;
  unreachable: boolean;
  doNotCall: boolean;
  pipelineId: string;
  pipelineName: string;
  stageId: string;
  stageName: string;
  stageKind: StageKind;
  ownerId: string | null;
  ownerName: string | null;
  taskId: string | null;
  taskTitle: string | null;
  taskDueAt: Date | null;
}

/** The columns of a LeadRow, for leads named `l` joined by `leadJoins`. */
export const leadColumns = `
  l.id, l.name, l.source, l.note, l.custom_fields AS "customFields",
  c.id AS "contactId", c.name AS "contactName", c.company_name AS "companyName",
  ARRAY(SELECT p.e164 FROM contact_phones p
        WHERE p.organization_id = $1 AND p.contact_id = c.id ORDER BY p.created_at, p.id) AS phones,
  ARRAY(SELECT e.email FROM contact_emails e
        WHERE e.organization_id = $1 AND e.contact_id = c.id ORDER BY e.created_at, e.id) AS emails,
  c.telegram_username AS "telegramUsername", c.telegram_user_id::text AS "telegramUserId",
  c.language, c.time_zone AS "timeZone", c.unreachable_at IS NOT NULL AS unreachable,
  (EXISTS (SELECT 1 FROM contact_phones p JOIN do_not_call d ON d.organization_id = $1 AND d.e164 = p.e164
           WHERE p.organization_id = $1 AND p.contact_id = c.id)
   OR coalesce((SELECT NOT n.granted FROM consents n
                WHERE n.organization_id = $1 AND n.contact_id = c.id AND n.kind = 'call'
                ORDER BY n.recorded_at DESC, n.id DESC LIMIT 1), false)) AS "doNotCall",
  i.id AS "pipelineId", i.name AS "pipelineName",
  s.id AS "stageId", s.name AS "stageName", s.kind AS "stageKind",
  u.id AS "ownerId", u.name AS "ownerName",
  l.closed_at AS "closedAt", l.close_reason AS "closeReason", l.stage_entered_at AS "stageEnteredAt",
  l.taken_at AS "takenAt", l.spam_at AS "spamAt", l.converted_at AS "convertedAt",
  n.id AS "taskId", n.title AS "taskTitle", n.due_at AS "taskDueAt",
  l.version, l.created_at AS "createdAt", l.updated_at AS "updatedAt"`;

/** Joined by their ids alone, with the organization as a check that no index takes: docs/adr/0009-joins-by-id.md. */
export const leadJoins = `
  JOIN contacts c ON c.id = l.contact_id AND c.organization_id IS NOT DISTINCT FROM $1
  JOIN pipelines i ON i.id = l.pipeline_id AND i.organization_id IS NOT DISTINCT FROM $1
  JOIN stages s ON s.id = l.stage_id AND s.organization_id IS NOT DISTINCT FROM $1
  LEFT JOIN users u ON u.id = l.owner_id AND u.organization_id IS NOT DISTINCT FROM $1
  LEFT JOIN LATERAL (
    SELECT t.id, t.title, t.due_at FROM tasks t
    WHERE t.lead_id = l.id AND t.organization_id IS NOT DISTINCT FROM $1 AND t.done_at IS NULL AND t.deleted_at IS NULL
    ORDER BY t.due_at, t.id LIMIT 1) n ON true`;

/** The row as the doors show it. */
export function toLeadView(row: LeadRow): LeadView {
  return {
    id: row.id,
    name: row.name,
    source: row.source,
    note: row.note,
    customFields: row.customFields,
    contact: {
      id: row.contactId,
      name: row.contactName,
      companyName: row.companyName,
      phones: row.phones,
      emails: row.emails,
      telegramUsername: row.telegramUsername,
      telegramUserId: row.telegramUserId,
      language: row.language,
      timeZone: row.timeZone,
      unreachable: row.unreachable,
      doNotCall: row.doNotCall,
    },
    pipeline: { id: row.pipelineId, name: row.pipelineName },
    stage: { id: row.stageId, name: row.stageName, kind: row.stageKind },
    owner: row.ownerId === null || row.ownerName === null ? null : { id: row.ownerId, name: row.ownerName },
    closedAt: row.closedAt,
    closeReason: row.closeReason,
    stageEnteredAt: row.stageEnteredAt,
    takenAt: row.takenAt,
    spamAt: row.spamAt,
    convertedAt: row.convertedAt,
    nextTask:
      row.taskId === null || row.taskTitle === null
        ? null
        : { id: row.taskId, title: row.taskTitle, dueAt: row.taskDueAt },
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
