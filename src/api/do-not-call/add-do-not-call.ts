import { z } from '@hono/zod-openapi';
import { AddDoNotCallInput, addDoNotCall } from '#domain/contacts/add-do-not-call.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const addDoNotCallRoute = defineRoute(
  {
    method: 'post',
    path: '/api/do-not-call',
    operationId: 'addDoNotCall',
    tags: ['Contacts'],
    summary: 'Put a number on the list that nobody may call',
    description: 'It holds for every voice agent from this moment, also for calls that are approved already.',
    request: {
      body: jsonBody(AddDoNotCallInput.omit({ source: true }), {
        phone: '+7 916 123-45-67',
        reason: 'Просил больше не звонить',
      }),
    },
    responses: { 201: answer(z.object({ phone: z.string() }), 'The number as it stands on the list.') },
  },
  async (c) => {
    const { e164 } = await addDoNotCall(c.get('ctx'), { ...c.req.valid('json'), source: 'api' });
    return c.json({ phone: e164 }, 201);
  },
  { permission: 'contacts.write', isIdempotent: true },
);
