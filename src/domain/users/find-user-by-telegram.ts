import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserFacts, UserView } from '#domain/users/user-view.ts';

const userByTelegram = defineRead<
  [telegramUserId: string],
  Omit<UserFacts, 'telegramUserId'> & { telegramUserId: string }
>(
  'user-by-telegram',
  `SELECT id, name, email, role, permissions, language, time_zone AS "timeZone", on_duty AS "onDuty",
          disabled_at AS "disabledAt", version, created_at AS "createdAt",
          telegram_user_id::text AS "telegramUserId", telegram_username AS "telegramUsername"
   FROM users WHERE organization_id = $1 AND telegram_user_id = $2::bigint AND disabled_at IS NULL`,
);

/** The member behind a Telegram account, or null for strangers and disabled members. Asked for every update of the bot. */
export async function findUserByTelegram(ctx: Context, telegramUserId: string): Promise<UserView | null> {
  const [row] = await ctx.read(userByTelegram, telegramUserId);
  return row ? toUserView({ ...row, telegramUserId: BigInt(row.telegramUserId) }) : null;
}
