/** One entry of a timeline. */
export interface ActivityView {
  id: string;
  /** Such as lead.created, stage.moved, note.added, message.received, callRequest.approved. */
  kind: string;
  actor: { kind: string; id: string | null; name: string | null };
  /** A note's `text` is what it says now; `edited` and `deleted` tell what became of it. */
  data: Record<string, unknown>;
  occurredAt: Date;
}

/** The columns of an ActivityView, for entries named `a` joined by `activityJoins`. */
export const activityColumns = `
  a.id, a.kind, json_build_object('kind', a.actor_kind, 'id', a.actor_id, 'name', coalesce(u.name, k.name)) AS actor,
  CASE WHEN y.deleted_at IS NOT NULL THEN a.data - 'text' || '{"deleted": true}'
       WHEN y.version > 1 THEN a.data || jsonb_build_object('text', y.text, 'edited', true)
       ELSE a.data END AS data,
  a.occurred_at AS "occurredAt"`;

export const activityJoins = `
  LEFT JOIN users u ON a.actor_kind = 'user' AND u.id = a.actor_id AND u.organization_id IS NOT DISTINCT FROM $1
  LEFT JOIN contacts k ON a.actor_kind = 'client' AND k.id = a.actor_id AND k.organization_id IS NOT DISTINCT FROM $1
  LEFT JOIN notes y ON y.organization_id = $1 AND y.id = CASE a.kind WHEN 'note.added' THEN (a.data->>'noteId')::uuid END`;
