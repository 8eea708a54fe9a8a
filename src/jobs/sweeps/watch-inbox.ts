import type { ContextFactory } from '#domain/context.ts';
import { markOverdue } from '#domain/conversations/mark-overdue.ts';
import { returnConversation } from '#domain/conversations/return-conversation.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Marks answers that are overdue, and gives silent owners' clients back to everybody; at most 200 of each at a time. */
export const watchInbox: Sweep = {
  name: 'watch-inbox',
  pace: 'sweep',
  async run(make: ContextFactory) {
    const { database } = make.runtime;
    const [overdue, silent] = await Promise.all([
      database.prepared<FoundRow>(
        'sweep-overdue-answers',
        `SELECT id, organization_id AS "organizationId" FROM conversations
         WHERE reply_due_at <= now() AND waiting_since IS NOT NULL AND overdue_at IS NULL
         ORDER BY reply_due_at LIMIT 200`,
        [],
      ),
      database.prepared<FoundRow>(
        'sweep-silent-owners',
        `SELECT v.id, v.organization_id AS "organizationId"
         FROM organizations o CROSS JOIN LATERAL (
           SELECT id, organization_id FROM conversations v
           WHERE v.organization_id = o.id AND v.waiting_since <= now() - o.return_to_queue_minutes * interval '1 minute'
             AND v.owner_id IS NOT NULL
             AND (v.returned_at IS NULL OR v.returned_at <= now() - o.return_to_queue_minutes * interval '1 minute')
           ORDER BY v.waiting_since LIMIT 200) v
         WHERE o.return_to_queue_minutes IS NOT NULL LIMIT 200`,
        [],
      ),
    ]);
    const marked = await workOnEach(make, 'watch-inbox', overdue, (ctx, id) =>
      markOverdue(ctx, { conversationId: id }),
    );
    const returned = await workOnEach(make, 'watch-inbox', silent, (ctx, id) =>
      returnConversation(ctx, { conversationId: id }),
    );
    return marked + returned;
  },
};
