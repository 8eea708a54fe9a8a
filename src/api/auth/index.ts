import { changePasswordRoute } from '#api/auth/change-password.ts';
import { confirmPasswordResetRoute } from '#api/auth/confirm-password-reset.ts';
import { getMeRoute } from '#api/auth/get-me.ts';
import { loginRoute } from '#api/auth/login.ts';
import { loginByTelegramRoute } from '#api/auth/login-by-telegram.ts';
import { logoutRoute } from '#api/auth/logout.ts';
import { refreshRoute } from '#api/auth/refresh.ts';
import { registerRoute } from '#api/auth/register.ts';
import { requestPasswordResetRoute } from '#api/auth/request-password-reset.ts';

export const authRoutes = [
  registerRoute,
  loginRoute,
  getMeRoute,
  logoutRoute,
  refreshRoute,
  changePasswordRoute,
  requestPasswordResetRoute,
  confirmPasswordResetRoute,
  loginByTelegramRoute,
] as const;
