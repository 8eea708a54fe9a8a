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
    return html`<i>${showTime(activity.occurredAt, ctx)}</i> · ${what}${detailOf(activity.data)}`;
  });
  await showScreen(ctx, {
    text: lines(leads.historyTitle(lead.name), '', ...(rows.length > 0 ? rows : [leads.historyEmpty])),
    keyboard,
  });
}

function detailOf(data: unknown): string {
  if (data === null || typeof data !== 'object') return '';
  const record = new Map<string, unknown>(Object.entries(data));
  const stages = [record.get('fromStage'), record.get('toStage')].filter((name) => typeof name === 'string');
  if (stages.length === 2) return `: ${stages.join(' → ')}`;
  const text = ['text', 'reason', 'summary', 'goal', 'status', 'outcome']
    .map((key) => record.get(key))
    .find((value) => typeof value === 'string' && value !== '');
  return typeof text === 'string' ? `: ${shorten(text, 140)}` : '';
}
