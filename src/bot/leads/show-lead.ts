import type { BotContext } from '#bot/context.ts';

type ShowLead = (ctx: BotContext, leadId: string) => Promise<void>;
let shown: ShowLead = () => Promise.reject(new Error('The screen of a lead was not given.'));

/** Gives the screen of a lead; once, when the bot is put together, because that screen leads to those that come back to it. */
export function setLeadScreen(screen: ShowLead): void {
  shown = screen;
}

/** Shows the lead in place of the tapped message, or below, with the way back to the list. */
export function showLead(ctx: BotContext, leadId: string): Promise<void> {
  return shown(ctx, leadId);
}
