import { SetUserPermissionsInput, setUserPermissions } from '#domain/users/set-user-permissions.ts';
import { User, toUser } from '#api/users/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const setUserPermissionsRoute = defineRoute(
  {
    method: 'put',
    path: '/api/users/{id}/permissions',
    operationId: 'setUserPermissions',
    tags: ['Users'],
    summary: 'Grant permissions beyond the role',
    request: {
      params: IdParams,
      body: jsonBody(SetUserPermissionsInput.omit({ userId: true }), { permissions: ['calls.approve'] }),
    },
    responses: { 200: answer(User, 'The member as it is now.') },
  },
  async (c) =>
    c.json(
      toUser(await setUserPermissions(c.get('ctx'), { ...c.req.valid('json'), userId: c.req.valid('param').id })),
      200,
    ),
  { permission: 'users.write', errors: ['not_found'] },
);
