import { z } from '@hono/zod-openapi';
import { inviteUser } from '#domain/users/invite-user.ts';
import { Moment } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

const Invitation = z
  .object({
    invite_url: z.url().describe('A `https://t.me/…` link that binds one Telegram account to the member, once.'),
    expires_at: Moment,
  })
  .openapi('Invitation');

export const inviteUserRoute = defineRoute(
  {
    method: 'post',
    path: '/api/users/{id}/invite',
    operationId: 'inviteUser',
    tags: ['Users'],
    summary: 'Make an invite link to the bot',
    request: { params: IdParams },
    responses: { 201: answer(Invitation, 'The link.') },
  },
  async (c) => {
    const invite = await inviteUser(c.get('ctx'), { userId: c.req.valid('param').id });
    return c.json({ invite_url: invite.inviteUrl, expires_at: invite.expiresAt }, 201);
  },
  { permission: 'users.write', errors: ['not_found', 'service_not_connected'] },
);
