import { z } from 'zod';
import { permissions, userHas } from '#domain/permissions.ts';
import type { Permission } from '#domain/permissions.ts';
import { getUser } from '#domain/users/get-user.ts';
import { updateUser } from '#domain/users/update-user.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { shorten } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import { showMemberAgain } from '#bot/team/show-member.ts';

const perPage = 8;
const Page = z.strictObject({ userId: z.uuid(), page: z.int().min(0).max(20) });

/** What can be granted to a member on top of their role, as switches; what the role has is not shown. */
async function showPermissions(ctx: MemberContext, { userId, page }: z.output<typeof Page>): Promise<void> {
  const user = await getUser(ctx.operation, { userId });
  const { team, actions } = ctx.texts;
  const grantable = permissions.filter((permission) => !userHas({ role: user.role, permissions: [] }, permission));
  const shown = grantable.slice(page * perPage, (page + 1) * perPage);
  const keyboard = ctx.keyboard();
  for (const permission of shown) {
    const isGranted = user.permissions.includes(permission);
    const label = `${isGranted ? '☑️' : '⬜'} ${team.permissionNames[permission]}`;
    const index = permissions.indexOf(permission);
    keyboard.button(shorten(label, 48), grantButton, { userId, index, granted: !isGranted, page }).row();
  }
  if (page > 0) keyboard.button(team.pagePrevious, permissionsButton, { userId, page: page - 1 });
  if ((page + 1) * perPage < grantable.length)
    keyboard.button(team.pageNext, permissionsButton, { userId, page: page + 1 });
  keyboard.row().button(actions.back, showMemberAgain, { userId });
  const text = grantable.length > 0 ? team.choosePermissions(user.name) : team.roleHasAll(user.name);
  await showScreen(ctx, { text, keyboard: keyboard.markup() });
}

export const permissionsButton = defineButton('team.permissions', Page, membersOnly(showPermissions));

const grantButton = defineButton(
  'team.grant',
  z.strictObject({
    userId: z.uuid(),
    index: z
      .int()
      .min(0)
      .max(permissions.length - 1),
    granted: z.boolean(),
    page: z.int().min(0).max(20),
  }),
  membersOnly(async (ctx, { userId, index, granted, page }) => {
    const permission = permissions[index];
    const user = await getUser(ctx.operation, { userId });
    if (permission && user.permissions.includes(permission) !== granted) {
      const others = user.permissions.filter((name): name is Permission => name !== permission && isPermission(name));
      const changed = granted ? [...others, permission] : others;
      await updateUser(ctx.operation, { userId, permissions: changed, version: user.version });
    }
    await showPermissions(ctx, { userId, page });
  }),
);

function isPermission(name: string): name is Permission {
  return permissions.some((permission) => permission === name);
}

export const permissionButtons = [permissionsButton, grantButton];
