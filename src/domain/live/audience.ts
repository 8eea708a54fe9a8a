import { userHas } from '#domain/permissions.ts';
import type { Permission, UserActor } from '#domain/permissions.ts';

/** Who may see what an event is about, decided once for all members. */
export interface Audience {
  /** A reader has one of these rights, whoever owns the record. */
  readers: readonly Permission[];
  /** Rights whose holder sees the records of all owners. */
  seesAll: readonly Permission[];
  /** Every reader sees it, because nobody owns it or it belongs to all. */
  open: boolean;
  /** Whose it is. */
  userIds: readonly string[];
}

/** What nobody sees: its record is gone, or was never anybody's. */
export const nobody: Audience = { readers: [], seesAll: [], open: false, userIds: [] };

/** Whether a member is of the audience. */
export function isOfAudience(member: Pick<UserActor, 'id' | 'role' | 'permissions'>, audience: Audience): boolean {
  const has = (permission: Permission) => userHas(member, permission);
  if (!audience.readers.some(has)) return false;
  return audience.open || audience.userIds.includes(member.id) || audience.seesAll.some(has);
}
