import type { InlineKeyboardMarkup } from 'grammy/types';
import { getLead } from '#domain/leads/get-lead.ts';
import { listLeadActivities } from '#domain/activities/list-lead-activities.ts';
import type { MemberContext } from '#bot/context.ts';
import { showTime } from '#bot/dates.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { showScreen } from '#bot/screen.ts';

const shownActivities = 15;

/** The lead's newest activities in place of its card. */
export async function showLeadHistory(
  ctx: MemberContext,
  leadId: string,
  keyboard: InlineKeyboardMarkup,
): Promise<void> {
  const lead = await getLead(ctx.operation, { leadId });
  const { items } = await listLeadActivities(ctx.operation, { leadId, limit: shownActivities });
  const { leads } = ctx.texts;
  const rows = items.map((activity) => {
    const what = leads.activities[activity.kind] ?? activity.kind;
    return html`<i>${showTime(activity.occurredAt, ctx)}</i> · ${what}${detailOf(activity.data, ctx)}`;
  });
  await showScreen(ctx, {
    text: lines(leads.historyTitle(lead.name), '', ...(rows.length > 0 ? rows : [leads.historyEmpty])),
    keyboard,
  });
}

/** What happened, in the reader's words: names and texts as people wrote them, our own codes translated. */
function detailOf(data: unknown, { texts: { calls } }: Pick<MemberContext, 'texts'>): string {
  if (data === null || typeof data !== 'object') return '';
  const record = new Map<string, unknown>(Object.entries(data));
  const textAt = (key: string): string => {
    const value = record.get(key);
    return typeof value === 'string' ? value : '';
  };
  const outcome = textAt('outcome');
  const reason = textAt('reason');
  const parts = [
    textAt('toStage'),
    calls.outcomes[outcome] ?? outcome,
    calls.needsPersonReasons[reason] ?? reason,
    textAt('text') || textAt('summary') || textAt('goal'),
  ].filter((part) => part !== '');
  return parts.length > 0 ? `: ${shorten(parts.join(' — '), 140)}` : '';
}
