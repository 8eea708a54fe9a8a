import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { readOpenDuplicates } from '#domain/duplicates/read-duplicates.ts';
import type { DuplicateRow } from '#domain/duplicates/read-duplicates.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { lines } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import type { Screen } from '#bot/screen.ts';

type Open = (ctx: MemberContext, input: { leadId: string; place: number }) => Promise<unknown>;
let open: Open | undefined;

/** Names what the button shows; once, by the screens themselves: they lead back to the lead, which shows the button. */
export function openDuplicatesBy(screens: Open): void {
  open = screens;
}

/** From a lead to the records that its person or itself may be the same as. */
export const showDuplicatesButton = defineButton(
  'duplicates.show',
  z.strictObject({ leadId: z.uuid(), place: z.int().min(0).max(99) }),
  membersOnly(async (ctx, input) => open?.(ctx, input)),
);

export const possibleDuplicateButtons = [showDuplicatesButton];

interface LeadToTell {
  id: string;
  contact: { id: string };
  owner: { id: string } | null;
}

/** Open suggestions about a lead and its person, surest first. */
export async function openDuplicatesOfLead(
  ctx: Context,
  lead: LeadToTell,
  viewerId?: string | null,
): Promise<DuplicateRow[]> {
  const viewer = viewerId === undefined ? [] : ([viewerId] as const);
  const [people, leads] = [
    await readOpenDuplicates(ctx, 'contact', [lead.contact.id], ...viewer),
    await readOpenDuplicates(ctx, 'lead', [lead.id], ...viewer),
  ];
  return [...people, ...leads];
}

/**
 * The lead's screen, with a line and a button when it may be there twice. A card that is drawn for its owner counts what the
 * owner may see, any other screen what its reader may.
 */
export async function withPossibleDuplicate(
  screen: Screen,
  lead: LeadToTell,
  options: { ctx: Context; reader: Reader; keyboard: KeyboardMaker },
): Promise<Screen> {
  const { ctx, reader, keyboard } = options;
  const found =
    ctx.actor.kind === 'system'
      ? await openDuplicatesOfLead(ctx, lead, lead.owner?.id ?? null)
      : await openDuplicatesOfLead(ctx, lead);
  if (found.length === 0) return screen;
  const { duplicates } = reader.texts;
  const button = keyboard().button(duplicates.show, showDuplicatesButton, { leadId: lead.id, place: 0 }).markup();
  return {
    ...screen,
    text: lines(screen.text, duplicates.mayBeTwice(found.length)),
    keyboard: { inline_keyboard: [...(screen.keyboard?.inline_keyboard ?? []), ...button.inline_keyboard] },
  };
}
