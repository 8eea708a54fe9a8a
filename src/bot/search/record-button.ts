import { z } from 'zod';
import { defineButton } from '#bot/buttons.ts';
import type { Keyboard } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { shorten } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { linkedKinds } from '#bot/search/record-link.ts';
import type { LinkedKind, RecordRef } from '#bot/search/record-link.ts';

type Open = (ctx: MemberContext, record: RecordRef) => Promise<void>;
let open: Open = () => Promise.reject(new Error('How records are opened was not given.'));

/** Says how records are opened; once, when the bot is put together, because cards lead to each other. */
export function setOpenRecord(opened: Open): void {
  open = opened;
}

/** Opens a record's card in place, with the way back to the search. */
export const openRecordButton = defineButton(
  'search.open',
  z.strictObject({ kind: z.enum(linkedKinds), recordId: z.uuid() }),
  membersOnly((ctx, { kind, recordId }) => open(ctx, { kind, id: recordId })),
);

/** Adds a row that opens a record. */
export function recordButton(keyboard: Keyboard, label: string, kind: LinkedKind, recordId: string): void {
  keyboard.button(shorten(label, 48), openRecordButton, { kind, recordId }).row();
}
