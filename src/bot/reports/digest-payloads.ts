/** What the buttons under a digest open in the bot: buttons of a channel can only be links. */
export const leadsPayload = 'leads';
export const menuPayload = 'menu';
export const digestPayloads: ReadonlySet<string> = new Set([leadsPayload, menuPayload]);
