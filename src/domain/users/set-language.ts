import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import { setOwnPreferences } from '#domain/users/set-own-preferences.ts';
import { UserLanguage } from '#domain/users/user-fields.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const SetLanguageInput = z.strictObject({ language: UserLanguage });
export type SetLanguageInput = z.input<typeof SetLanguageInput>;

/** Changes the language in which the acting member is spoken to. */
export async function setLanguage(ctx: Context, input: SetLanguageInput): Promise<UserView> {
  requireUser(ctx);
  return setOwnPreferences(ctx, parseInput(SetLanguageInput, input));
}
