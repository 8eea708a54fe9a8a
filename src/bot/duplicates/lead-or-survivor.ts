import type { Context } from '#domain/context.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { followMergedLead } from '#domain/merges/follow-merged-lead.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { Reader } from '#bot/context.ts';
import { withPossibleDuplicate } from '#bot/duplicates/possible-duplicate.ts';
import { openLeadButton, renderLead } from '#bot/leads/lead.card.ts';
import type { Screen } from '#bot/screen.ts';

/** A lead's card; of one that was merged, a line that leads to what it is now. */
export async function drawLeadCard(
  ctx: Context,
  leadId: string,
  reader: Reader,
  keyboard: KeyboardMaker,
): Promise<Screen> {
  const currentId = await followMergedLead(ctx, { leadId });
  const lead = await getLead(ctx, { leadId: currentId });
  if (currentId !== leadId) {
    const { duplicates, leads } = reader.texts;
    return {
      text: duplicates.nowPartOf(lead.name),
      keyboard: keyboard().button(leads.open, openLeadButton, { leadId: currentId }).markup(),
      isQuiet: true,
    };
  }
  return withPossibleDuplicate(renderLead(lead, reader, keyboard), lead, { ctx, reader, keyboard });
}
