import { z } from 'zod';
import { actorHas } from '#domain/permissions.ts';
import { getUser } from '#domain/users/get-user.ts';
import { updateUser } from '#domain/users/update-user.ts';
import { UserRole } from '#domain/users/user-fields.ts';
import { auditButton } from '#bot/audit/audit-list.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import { sendInvite } from '#bot/team/invite-member.ts';
import { permissionsButton } from '#bot/team/member-permissions.ts';
import { leaverButton } from '#bot/team/leaver.ts';
import { setMemberScreen } from '#bot/team/show-member.ts';

const MemberInput = z.strictObject({ userId: z.uuid() });
const roles = ['manager', 'admin', 'analyst'] as const;

/** One member: who they are, what they may, and what an admin can change about that. */
export async function showMember(ctx: MemberContext, userId: string): Promise<void> {
  const user = await getUser(ctx.operation, { userId });
  const { team, leads, actions } = ctx.texts;
  const input = { userId };
  const mayChange = actorHas(ctx.operation.actor, 'users.write') && user.disabledAt === null;
  const buttons = ctx.keyboard();
  if (mayChange) {
    buttons
      .button(team.role, roleButton, input)
      .button(team.permissions, permissionsButton, { ...input, page: 0 })
      .row();
    buttons.button(user.onDuty ? team.takeOffDuty : team.putOnDuty, otherDutyButton, {
      ...input,
      onDuty: !user.onDuty,
    });
    buttons.button(team.newLink, linkButton, input).row();
    if (userId !== ctx.member.id) buttons.button(team.closeAccess, leaverButton, input).row();
  }
  if (actorHas(ctx.operation.actor, 'audit.read'))
    buttons.button(ctx.texts.audit.button, auditButton, { subjectId: userId });
  const text = lines(
    html`${user.onDuty ? '🟢' : '⚪'} <b>${shorten(user.name, 120)}</b>`,
    field(team.roleName, team.roles[user.role]),
    field(leads.email, user.email),
    field(
      leads.telegram,
      user.telegram ? (user.telegram.username ? `@${user.telegram.username}` : '✓') : team.notJoined,
    ),
    field(team.extra, user.permissions.map((name) => team.permissionNames[name] ?? name).join(', ') || actions.none),
    user.disabledAt ? team.accessClosed : user.onDuty ? team.onDuty : team.offDuty,
  );
  await showScreen(ctx, withWayBack({ text, keyboard: buttons.markup() }, ctx, { label: team.toTeam, place: 'team' }));
}

setMemberScreen(showMember);

export const showMemberButton = defineButton(
  'team.show',
  MemberInput,
  membersOnly((ctx, { userId }) => showMember(ctx, userId)),
);

const roleButton = defineButton(
  'team.role',
  MemberInput,
  membersOnly(async (ctx, { userId }) => {
    const user = await getUser(ctx.operation, { userId });
    const { team, actions } = ctx.texts;
    const keyboard = ctx.keyboard();
    for (const role of roles) {
      const label = `${role === user.role ? '• ' : ''}${team.roles[role]}`;
      keyboard.button(label, setRoleButton, { userId, role, version: user.version }).row();
    }
    keyboard.button(actions.back, showMemberButton, { userId });
    const text = lines(team.chooseRole(user.name), '', ...roles.map((role) => team.roleHelp[role]));
    await showScreen(ctx, { text, keyboard: keyboard.markup() });
  }),
);

const setRoleButton = defineButton(
  'team.setRole',
  z.strictObject({ userId: z.uuid(), role: UserRole, version: z.int() }),
  membersOnly(async (ctx, { userId, role, version }) => {
    const user = await getUser(ctx.operation, { userId });
    if (user.role !== role) await updateUser(ctx.operation, { userId, role, version });
    await showMember(ctx, userId);
  }),
);

const otherDutyButton = defineButton(
  'team.otherDuty',
  z.strictObject({ userId: z.uuid(), onDuty: z.boolean() }),
  membersOnly(async (ctx, { userId, onDuty }) => {
    await updateUser(ctx.operation, { userId, onDuty });
    await showMember(ctx, userId);
  }),
);

const linkButton = defineButton(
  'team.link',
  MemberInput,
  membersOnly((ctx, { userId }) => sendInvite(ctx, userId)),
);

export const memberButtons = [showMemberButton, roleButton, setRoleButton, otherDutyButton, linkButton];
