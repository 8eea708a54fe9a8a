import type { Language, Role } from '#prisma/generated/enums.ts';
import type { UserModel } from '#prisma/generated/models/User.ts';

/** A member as the doors show them. */
export interface UserView {
  id: string;
  name: string;
  email: string | null;
  role: Role;
  permissions: string[];
  language: Language;
  timeZone: string | null;
  onDuty: boolean;
  /** Null until the person bound a Telegram account by an invite. */
  telegram: { userId: string; username: string | null } | null;
  disabledAt: Date | null;
  version: number;
  createdAt: Date;
}

/** What of a user's row the view shows. */
export type UserFacts = Pick<
  UserModel,
  | 'id'
  | 'name'
  | 'email'
  | 'role'
  | 'permissions'
  | 'language'
  | 'timeZone'
  | 'onDuty'
  | 'disabledAt'
  | 'version'
  | 'createdAt'
  | 'telegramUserId'
  | 'telegramUsername'
>;

export function toUserView(row: UserFacts): UserView {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    permissions: row.permissions,
    language: row.language,
    timeZone: row.timeZone,
    onDuty: row.onDuty,
    telegram:
      row.telegramUserId === null ? null : { userId: String(row.telegramUserId), username: row.telegramUsername },
    disabledAt: row.disabledAt,
    version: row.version,
    createdAt: row.createdAt,
  };
}
