import { RemoveDoNotCallInput, removeDoNotCall } from '#domain/contacts/remove-do-not-call.ts';
import { Message } from '#api/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const removeDoNotCallRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/do-not-call',
    operationId: 'removeDoNotCall',
    tags: ['Contacts'],
    summary: 'Take a number off the list, with the reason',
    description: 'The number stands in the body, because addresses end up in the logs of proxies.',
    request: {
      body: jsonBody(RemoveDoNotCallInput, { phone: '+7 916 123-45-67', reason: 'Сам попросил перезвонить' }),
    },
    responses: { 200: answer(Message, 'It is not on the list any more.') },
  },
  async (c) => {
    await removeDoNotCall(c.get('ctx'), c.req.valid('json'));
    return c.json({ message: 'The number is not on the do-not-call list.' }, 200);
  },
  { permission: 'settings.write' },
);
