import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { requirePermission } from '#domain/permissions.ts';

/** The lowest link that does not hold: a changed entry, a gap in the numbers, or a head that names another last entry. */
const brokenLink = defineRead<[], { seq: string | null }>(
  'audit-broken-link',
  `WITH linked AS (
     SELECT seq, hash, previous_hash, audit_entry_hash(entry) AS computed,
            lag(seq, 1, 0::bigint) OVER by_seq AS seq_before, lag(hash, 1, '') OVER by_seq AS hash_before
     FROM audit_entries entry WHERE organization_id = $1 WINDOW by_seq AS (ORDER BY seq)
   )
   SELECT min(seq)::text AS seq FROM (
     SELECT CASE WHEN seq <> seq_before + 1 THEN seq_before + 1 ELSE seq END AS seq FROM linked
     WHERE hash <> computed OR previous_hash <> hash_before OR seq <> seq_before + 1
     UNION ALL
     SELECT coalesce(last.seq, 0) + 1
     FROM audit_heads head LEFT JOIN (SELECT seq, hash FROM linked ORDER BY seq DESC LIMIT 1) last ON true
     WHERE head.organization_id = $1 AND (head.seq IS DISTINCT FROM last.seq OR head.hash IS DISTINCT FROM last.hash)
   ) broken`,
);

/** Recomputes the whole chain of the organization's audit log: whether nothing was changed, removed or slipped in. */
export async function verifyAuditChain(ctx: Context): Promise<{ ok: boolean; brokenAtSeq?: string }> {
  requirePermission(ctx, 'audit.read');
  const [row] = await ctx.read(brokenLink);
  return row?.seq ? { ok: false, brokenAtSeq: row.seq } : { ok: true };
}
