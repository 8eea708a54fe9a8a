import { changePasswordRoute } from '#api/auth/change-password.ts';
import { getMeRoute } from '#api/auth/get-me.ts';
import { loginRoute } from '#api/auth/login.ts';
import { logoutRoute } from '#api/auth/logout.ts';
import { refreshRoute } from '#api/auth/refresh.ts';
import { registerRoute } from '#api/auth/register.ts';

export const authRoutes = [
  registerRoute,
  loginRoute,
  getMeRoute,
  logoutRoute,
  refreshRoute,
  changePasswordRoute,
] as const;
