import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import type { Role } from '#prisma/generated/enums.ts';

/** What can be allowed. `admin` has all; the other roles start with their set and get more one by one. */
export const permissions = [
  'leads.read',
  'leads.write',
  'leads.readAll',
  'contacts.read',
  'contacts.write',
  'callRequests.create',
  'callRequests.readAll',
  'calls.read',
  'calls.readAll',
  'calls.approve',
  'calls.delete',
  'conversations.reply',
  'conversations.readAll',
  'drafts.write',
  'pipelines.write',
  'reports.read',
  'users.read',
  'users.write',
  'settings.read',
  'settings.write',
  'audit.read',
  'effects.replay',
  'data.import',
  'data.export',
  'data.exportAll',
  'data.erase',
] as const;
export type Permission = (typeof permissions)[number];

const readEverything: Permission[] = [
  'leads.read',
  'leads.readAll',
  'contacts.read',
  'callRequests.readAll',
  'calls.read',
  'calls.readAll',
  'conversations.readAll',
  'reports.read',
  'users.read',
];

const byRole: Record<Role, readonly Permission[]> = {
  admin: permissions,
  manager: [
    'leads.read',
    'leads.write',
    'contacts.read',
    'contacts.write',
    'callRequests.create',
    'calls.read',
    'conversations.reply',
    'drafts.write',
    'users.read',
  ],
  analyst: readEverything,
};

export interface UserActor {
  kind: 'user';
  id: string;
  name: string;
  role: Role;
  permissions: readonly string[];
}

/** Who acts: a member, the system on somebody's behalf, or a client who wrote to us. */
export type Actor =
  | UserActor
  | { kind: 'system'; id: null; name: string }
  | { kind: 'client'; id: string; name: string };

/** Whether a user may do something, by role or by grant. */
export function userHas(user: { role: Role; permissions: readonly string[] }, permission: Permission): boolean {
  return byRole[user.role].includes(permission) || user.permissions.includes(permission);
}

/** Whether the actor may do something. The system may do all; clients nothing of this list. */
export function actorHas(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'system') return true;
  return actor.kind === 'user' && userHas(actor, permission);
}

/** Refuses with `permission.missing` unless the actor may do it. */
export function requirePermission(ctx: Context, permission: Permission): void {
  if (!actorHas(ctx.actor, permission)) {
    throw new AppError(
      'forbidden',
      'permission.missing',
      `This needs the permission ${permission}, which you do not have.`,
      {
        params: { permission },
      },
    );
  }
}

/** The acting user; refuses the system and clients, for what only a member can decide. */
export function requireUser(ctx: Context): UserActor {
  if (ctx.actor.kind === 'user') return ctx.actor;
  throw new AppError('forbidden', 'permission.membersOnly', 'Only a member of the organization can do this.');
}

/** Permissions whose holder sees the rows of all owners. */
export function seesAll(
  actor: Actor,
  permission: 'leads.readAll' | 'calls.readAll' | 'callRequests.readAll' | 'conversations.readAll',
): boolean {
  return actorHas(actor, permission);
}
