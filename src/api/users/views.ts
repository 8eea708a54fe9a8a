import { z } from '@hono/zod-openapi';
import type { UserView } from '#domain/users/user-view.ts';
import { Moment } from '#api/views.ts';

export const User = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(['admin', 'manager', 'analyst']),
    permissions: z.array(z.string()).describe('What the member may do beyond the role.'),
    language: z.enum(['ru', 'en']),
    timeZone: z.string().nullable(),
    onDuty: z.boolean().describe('Incoming leads are given to managers on duty.'),
    telegram: z
      .object({ userId: z.string(), username: z.string().nullable() })
      .nullable()
      .describe('Null until the member opened an invite link.'),
    disabledAt: Moment.nullable(),
    version: z.number().int(),
    createdAt: Moment,
  })
  .openapi('User');

/** A member as the API shows one. */
export function toUser(user: UserView) {
  const { id, name, email, role, permissions, language, timeZone, onDuty, telegram, disabledAt, version, createdAt } =
    user;
  return { id, name, email, role, permissions, language, timeZone, onDuty, telegram, disabledAt, version, createdAt };
}
