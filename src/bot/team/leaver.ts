import { z } from 'zod';
import { listTeam } from '#domain/users/list-team.ts';
import { disableUser } from '#domain/users/disable-user.ts';
import { getUser } from '#domain/users/get-user.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { shorten } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import { showMemberAgain } from '#bot/team/show-member.ts';

const Heir = z.strictObject({ userId: z.uuid(), heirId: z.uuid().nullable() });
const mostHeirs = 30;

/** Who takes over from a leaver: everybody who can own leads, or nobody. */
export const leaverButton = defineButton(
  'team.leaver',
  z.strictObject({ userId: z.uuid() }),
  membersOnly(async (ctx, { userId }) => {
    const { team, actions } = ctx.texts;
    const [user, { items }] = await Promise.all([
      getUser(ctx.operation, { userId }),
      listTeam(ctx.operation, { limit: mostHeirs }),
    ]);
    const keyboard = ctx.keyboard();
    for (const heir of items.filter(({ id, role }) => id !== userId && role !== 'analyst'))
      keyboard
        .button(shorten(`${heir.name} · ${team.openLeads(heir.openLeads)}`, 48), heirButton, {
          userId,
          heirId: heir.id,
        })
        .row();
    keyboard.button(team.nobody, heirButton, { userId, heirId: null }).row();
    keyboard.button(actions.back, showMemberAgain, { userId });
    await showScreen(ctx, { text: team.chooseHeir(user.name), keyboard: keyboard.markup() });
  }),
);

/** The last look before it is done, with what will happen. */
const heirButton = defineButton(
  'team.heir',
  Heir,
  membersOnly(async (ctx, { userId, heirId }) => {
    const { team, actions } = ctx.texts;
    const [user, heir, openLeads] = await Promise.all([
      getUser(ctx.operation, { userId }),
      heirId ? getUser(ctx.operation, { userId: heirId }) : null,
      countOpenLeads(ctx, userId),
    ]);
    const keyboard = ctx.keyboard().button(team.yesClose, closeButton, { userId, heirId }).row();
    keyboard.button(actions.back, leaverButton, { userId });
    const text = team.confirmClose(user.name, team.openLeads(openLeads), heir?.name ?? null);
    await showScreen(ctx, { text, keyboard: keyboard.markup() });
  }),
);

async function countOpenLeads(ctx: MemberContext, userId: string): Promise<number> {
  const { items } = await listTeam(ctx.operation, { limit: 100 });
  return items.find(({ id }) => id === userId)?.openLeads ?? 0;
}

const closeButton = defineButton(
  'team.close',
  Heir,
  membersOnly(async (ctx, { userId, heirId }) => {
    const user = await disableUser(ctx.operation, { userId, handOverToId: heirId });
    const heir = heirId ? await getUser(ctx.operation, { userId: heirId }) : null;
    const { team } = ctx.texts;
    const text = team.closed(user.name, heir?.name ?? null);
    await showScreen(ctx, withWayBack({ text }, ctx, { label: team.toTeam, place: 'team' }));
  }),
);

export const leaverButtons = [leaverButton, heirButton, closeButton];
