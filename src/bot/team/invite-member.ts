import { InputFile } from 'grammy';
import { z } from 'zod';
import { createUser } from '#domain/users/create-user.ts';
import { getUser } from '#domain/users/get-user.ts';
import { inviteUser } from '#domain/users/invite-user.ts';
import { UserName, UserRole } from '#domain/users/user-fields.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { showMoment } from '#bot/dates.ts';
import { captionLimit, fitHtml } from '#bot/formatting.ts';
import { openPlaceButton, withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { say, showScreen } from '#bot/screen.ts';

const roles = ['manager', 'admin', 'analyst'] as const;

/** Asks for the role first, then for the name; then there is a member and a link for them. */
export const inviteButton = defineButton(
  'team.invite',
  z.strictObject({}),
  membersOnly(async (ctx) => {
    const { team } = ctx.texts;
    const keyboard = ctx.keyboard();
    for (const role of roles) keyboard.button(team.roles[role], inviteRoleButton, { role }).row();
    const screen = { text: team.inviteAs, keyboard: keyboard.markup() };
    await showScreen(ctx, withWayBack(screen, ctx, { label: team.toTeam, place: 'team' }));
  }),
);

const inviteRoleButton = defineButton(
  'team.inviteRole',
  z.strictObject({ role: UserRole }),
  membersOnly(async (ctx, { role }) => {
    const { team } = ctx.texts;
    await askByReply(ctx, invitePrompt, { role }, team.askName(team.roles[role]), team.namePlaceholder);
  }),
);

const invitePrompt = definePrompt('team.invite', z.strictObject({ role: UserRole }), async (ctx, { role }, text) => {
  const name = UserName.safeParse(text);
  if (!name.success) return say(ctx, ctx.texts.team.badName);
  const user = await createUser(ctx.operation, { name: name.data, role });
  await sendInvite(ctx, user.id);
});

/** Sends a member's link with its picture for a phone's camera; earlier links stop working. */
export async function sendInvite(ctx: MemberContext, userId: string): Promise<void> {
  const user = await getUser(ctx.operation, { userId });
  const { inviteUrl, expiresAt } = await inviteUser(ctx.operation, { userId });
  // Loaded when it is needed: it would take part of every start.
  const { toBuffer } = await import('qrcode');
  const picture = await toBuffer(inviteUrl, { width: 480, margin: 2 });
  const { team, actions } = ctx.texts;
  const keyboard = ctx
    .keyboard()
    .button(team.toTeam, openPlaceButton, { place: 'team' })
    .button(actions.menu, openPlaceButton, { place: 'menu' });
  await ctx.replyWithPhoto(new InputFile(picture, 'invite.png'), {
    caption: fitHtml(team.invited(user.name, inviteUrl, showMoment(expiresAt, ctx)), captionLimit),
    parse_mode: 'HTML',
    reply_markup: keyboard.markup(),
  });
}

export const inviteButtons = [inviteButton, inviteRoleButton];
export const teamPrompts = [invitePrompt];
