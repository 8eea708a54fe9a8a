import { z } from 'zod';
import { listCallRequests } from '#domain/call-requests/list-call-requests.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { lines, shorten } from '#bot/formatting.ts';
import { readListPlace, saveListPlace, turnedPage } from '#bot/lists/list-place.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import { showApprovalButton } from '#bot/call-requests/approval.card.ts';
import { showRequestButton } from '#bot/call-requests/call-request.card.ts';

const pageSize = 6;

/** What waits for a decision, or the newest requests that the member may see. */
export async function showRequests(ctx: MemberContext, kind: 'approvals' | 'requests', page = 0): Promise<void> {
  const place = await readListPlace(ctx, kind);
  const cursor = page > 0 ? place.cursors[page - 1] : undefined;
  const { items, nextCursor } = await listCallRequests(ctx.operation, {
    limit: pageSize,
    ...(cursor === undefined ? {} : { cursor }),
    ...(kind === 'approvals' ? { status: 'pending' as const } : {}),
  });
  await saveListPlace(ctx, kind, turnedPage(place, cursor === undefined ? 0 : page, nextCursor));
  const { callRequests: texts, actions } = ctx.texts;
  const keyboard = ctx.keyboard();
  for (const request of items) {
    const mark = texts.statuses[request.status].split(' ')[0] ?? '';
    const label = shorten(`${mark} ${request.lead.name} · ${request.goal}`, 48);
    if (kind === 'approvals') keyboard.button(label, showApprovalButton, { callRequestId: request.id }).row();
    else keyboard.button(label, showRequestButton, { callRequestId: request.id }).row();
  }
  if (page > 0) keyboard.button(actions.previous, pageButton, { approvals: kind === 'approvals', page: page - 1 });
  if (nextCursor !== null)
    keyboard.button(actions.next, pageButton, { approvals: kind === 'approvals', page: page + 1 });
  const title = kind === 'approvals' ? texts.approvalsTitle : texts.listTitle;
  const empty = kind === 'approvals' ? texts.approvalsEmpty : texts.listEmpty;
  const text = items.length > 0 ? title : lines(title, '', empty);
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

const pageButton = defineButton(
  'callRequests.page',
  z.strictObject({ approvals: z.boolean(), page: z.int().min(0).max(200) }),
  membersOnly((ctx, { approvals, page }) => showRequests(ctx, approvals ? 'approvals' : 'requests', page)),
);

export const requestListButtons = [pageButton];
