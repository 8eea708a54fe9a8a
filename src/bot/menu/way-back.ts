import { z } from 'zod';
import { defineButton } from '#bot/buttons.ts';
import type { BotContext, MemberContext } from '#bot/context.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import type { Screen } from '#bot/screen.ts';

export const placeNames = [
  'menu',
  'leads',
  'newLead',
  'approvals',
  'requests',
  'inbox',
  'drafts',
  'tasks',
  'search',
  'team',
  'notifications',
  'reports',
  'settings',
  'help',
] as const;
/** A screen that the main menu leads to, and the menu itself. */
export type Place = (typeof placeNames)[number];

/** Opens a place in the tapped message; the places themselves are given by the menu, which knows all of them. */
export const openPlaceButton = defineButton(
  'menu.open',
  z.strictObject({ place: z.enum(placeNames) }),
  membersOnly((ctx, { place }) => places[place](ctx)),
);

const places = {} as Record<Place, (ctx: MemberContext) => Promise<unknown>>;

/** Names what each place shows; once, when the bot is put together. */
export function setPlaces(opened: typeof places): void {
  Object.assign(places, opened);
}

/** The screen with a last row that leads back: to the list it was opened from, and to the menu. */
export function withWayBack(
  screen: Screen,
  ctx: Pick<BotContext, 'keyboard' | 'texts'>,
  back?: { label: string; place: Place },
): Screen {
  const keyboard = ctx.keyboard();
  if (back) keyboard.button(back.label, openPlaceButton, { place: back.place });
  keyboard.button(ctx.texts.actions.menu, openPlaceButton, { place: 'menu' });
  const rows = screen.keyboard?.inline_keyboard ?? [];
  return { ...screen, keyboard: { inline_keyboard: [...rows, ...keyboard.markup().inline_keyboard] } };
}
