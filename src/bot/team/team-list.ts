import { z } from 'zod';
import { actorHas } from '#domain/permissions.ts';
import { listTeam } from '#domain/users/list-team.ts';
import type { TeamMember } from '#domain/users/list-team.ts';
import { setOwnPreferences } from '#domain/users/set-own-preferences.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { readListPlace, saveListPlace, turnedPage } from '#bot/lists/list-place.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import { inviteButton } from '#bot/team/invite-member.ts';
import { showMemberButton } from '#bot/team/member.card.ts';

const list = 'team';
const pageSize = 8;

/** Who is in the team, with duty and open leads, in place of the tapped message or as a new one. */
export async function showTeam(ctx: MemberContext, page = 0): Promise<void> {
  const place = await readListPlace(ctx, list);
  const cursor = page > 0 ? place.cursors[page - 1] : undefined;
  const { items, nextCursor } = await listTeam(ctx.operation, { limit: pageSize, cursor: cursor ?? null });
  await saveListPlace(ctx, list, turnedPage(place, cursor === undefined ? 0 : page, nextCursor));
  const { team, actions } = ctx.texts;
  const keyboard = ctx.keyboard();
  for (const member of items)
    keyboard.button(shorten(labelOf(member, ctx), 48), showMemberButton, { userId: member.id }).row();
  if (page > 0 && cursor !== undefined) keyboard.button(actions.previous, pageButton, { page: page - 1 });
  if (nextCursor !== null) keyboard.button(actions.next, pageButton, { page: page + 1 });
  keyboard.row();
  const onDuty = items.find(({ id }) => id === ctx.member.id)?.onDuty ?? ctx.member.onDuty;
  keyboard.button(onDuty ? team.goOffDuty : team.goOnDuty, dutyButton, { onDuty: !onDuty });
  if (actorHas(ctx.operation.actor, 'users.write')) keyboard.button(team.invite, inviteButton, {});
  const rows = items.map((member) => lineOf(member, ctx));
  const text = lines(team.title, '', ...rows, items.length <= 1 && page === 0 ? lines('', team.alone) : null);
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

const labelOf = (member: TeamMember, { texts }: Reader) =>
  `${member.onDuty ? '🟢' : '⚪'} ${member.name} · ${texts.team.roles[member.role]}`;

const lineOf = (member: TeamMember, { texts }: Reader) =>
  html`${member.onDuty ? '🟢' : '⚪'} <b>${shorten(member.name, 60)}</b> · ${texts.team.roles[member.role]} · ${texts.team.openLeads(member.openLeads)}${member.telegram ? '' : ` · ${texts.team.notJoined}`}`;

const pageButton = defineButton(
  'team.page',
  z.strictObject({ page: z.int().min(0).max(200) }),
  membersOnly((ctx, { page }) => showTeam(ctx, page)),
);

/** `/duty` changes whether new leads come to whoever writes it, and says so. */
export async function switchDuty(ctx: MemberContext): Promise<void> {
  await setDuty(ctx, !ctx.member.onDuty);
}

async function setDuty(ctx: MemberContext, onDuty: boolean): Promise<void> {
  const user = await setOwnPreferences(ctx.operation, { onDuty });
  const { team } = ctx.texts;
  const keyboard = ctx.keyboard();
  keyboard.button(user.onDuty ? team.goOffDuty : team.goOnDuty, dutyButton, { onDuty: !user.onDuty });
  const text = html`${user.onDuty ? team.nowOnDuty : team.nowOffDuty}`;
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx, { label: team.toTeam, place: 'team' }));
}

const dutyButton = defineButton(
  'team.duty',
  z.strictObject({ onDuty: z.boolean() }),
  membersOnly((ctx, { onDuty }) => setDuty(ctx, onDuty)),
);

export const teamListButtons = [pageButton, dutyButton];
