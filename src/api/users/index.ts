import { createUserRoute } from '#api/users/create-user.ts';
import { disableUserRoute } from '#api/users/disable-user.ts';
import { getUserRoute } from '#api/users/get-user.ts';
import { inviteUserRoute } from '#api/users/invite-user.ts';
import { listUsersRoute } from '#api/users/list-users.ts';
import { setUserPermissionsRoute } from '#api/users/set-user-permissions.ts';
import { updateUserRoute } from '#api/users/update-user.ts';

export const userRoutes = [
  listUsersRoute,
  createUserRoute,
  getUserRoute,
  updateUserRoute,
  disableUserRoute,
  setUserPermissionsRoute,
  inviteUserRoute,
] as const;
