import type { Language, StageKind } from '#prisma/generated/enums.ts';

/** A lead as the doors show it: with its person, its place in the pipeline and its owner. */
export interface LeadView {
  id: string;
  name: string;
  source: string;
  note: string | null;
  customFields: Record<string, string | number | boolean | null>;
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
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** The columns of a LeadView, for leads named `l` joined by `leadJoins`; the rows are views as they come. */
export const leadColumns = `
  l.id, l.name, l.source, l.note, l.custom_fields AS "customFields",
  json_build_object(
    'id', c.id, 'name', c.name, 'companyName', c.company_name,
    'phones', coalesce((SELECT json_agg(p.e164 ORDER BY p.created_at, p.id) FROM contact_phones p
                        WHERE p.organization_id = $1 AND p.contact_id = c.id), '[]'),
    'emails', coalesce((SELECT json_agg(e.email ORDER BY e.created_at, e.id) FROM contact_emails e
                        WHERE e.organization_id = $1 AND e.contact_id = c.id), '[]'),
    'telegramUsername', c.telegram_username, 'telegramUserId', c.telegram_user_id::text,
    'language', c.language, 'timeZone', c.time_zone, 'unreachable', c.unreachable_at IS NOT NULL,
    'doNotCall',
      EXISTS (SELECT 1 FROM contact_phones p JOIN do_not_call d ON d.organization_id = $1 AND d.e164 = p.e164
              WHERE p.organization_id = $1 AND p.contact_id = c.id)
      OR coalesce((SELECT NOT n.granted FROM consents n
                   WHERE n.organization_id = $1 AND n.contact_id = c.id AND n.kind = 'call'
                   ORDER BY n.recorded_at DESC, n.id DESC LIMIT 1), false)
  ) AS contact,
  json_build_object('id', i.id, 'name', i.name) AS pipeline,
  json_build_object('id', s.id, 'name', s.name, 'kind', s.kind) AS stage,
  CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name) END AS owner,
  l.closed_at AS "closedAt", l.close_reason AS "closeReason", l.stage_entered_at AS "stageEnteredAt",
  l.version, l.created_at AS "createdAt", l.updated_at AS "updatedAt"`;

export const leadJoins = `
  JOIN contacts c ON c.organization_id = $1 AND c.id = l.contact_id
  JOIN pipelines i ON i.organization_id = $1 AND i.id = l.pipeline_id
  JOIN stages s ON s.organization_id = $1 AND s.id = l.stage_id
  LEFT JOIN users u ON u.organization_id = $1 AND u.id = l.owner_id`;
