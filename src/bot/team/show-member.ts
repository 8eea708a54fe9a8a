import { z } from 'zod';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';

type ShowMember = (ctx: MemberContext, userId: string) => Promise<void>;
let shown: ShowMember = () => Promise.reject(new Error('The screen of a member was not given.'));

/** Gives the screen of a member; once, when the bot is put together, because that screen leads to those that come back to it. */
export function setMemberScreen(screen: ShowMember): void {
  shown = screen;
}

/** Back to the member. */
export const showMemberAgain = defineButton(
  'team.showAgain',
  z.strictObject({ userId: z.uuid() }),
  membersOnly((ctx, { userId }) => shown(ctx, userId)),
);
