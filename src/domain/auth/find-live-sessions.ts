import type { Context } from '#domain/context.ts';
import type { Role } from '#prisma/generated/enums.ts';
import { defineRead } from '#platform/database/read.ts';

/** A session that is not over, with the rights its member has now. */
export interface LiveSession {
  sessionId: string;
  userId: string;
  name: string;
  role: Role;
  permissions: string[];
  tokensValidFrom: Date;
}

const liveSessions = defineRead<[sessionIds: string[]], LiveSession>(
  'auth-live-sessions',
  `SELECT DISTINCT ON (t.family_id) t.family_id AS "sessionId", u.id AS "userId", u.name, u.role, u.permissions, u.tokens_valid_from AS "tokensValidFrom"
   FROM refresh_tokens t JOIN users u ON u.organization_id = t.organization_id AND u.id = t.user_id
   WHERE t.organization_id = $1 AND t.family_id = ANY($2::uuid[]) AND t.revoked_at IS NULL AND u.disabled_at IS NULL
   ORDER BY t.family_id`,
);

/** Which of these sessions are still good, asked of the database itself: for connections that outlive a request. */
export async function findLiveSessions(ctx: Context, sessionIds: string[]): Promise<Map<string, LiveSession>> {
  const rows = sessionIds.length > 0 ? await ctx.read(liveSessions, sessionIds) : [];
  return new Map(rows.map((row) => [row.sessionId, row]));
}
