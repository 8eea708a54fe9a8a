import { z } from '@hono/zod-openapi';
import { getNoticePreferences } from '#domain/notices/notice-preferences.ts';
import { SetOwnPreferencesInput, setOwnPreferences } from '#domain/users/set-own-preferences.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const Preferences = z
  .object({
    quietFromMinute: z
      .number()
      .int()
      .nullable()
      .describe('Minutes after midnight by your clock; null: no quiet hours.'),
    quietToMinute: z.number().int().nullable(),
    noticesPerDay: z.number().int(),
    interrupts: z.number().int().describe('Notices with a sound in the last seven days.'),
    acted: z.number().int().describe('How many of them you acted on.'),
  })
  .openapi('NoticePreferences');

export const getNoticePreferencesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/notices/preferences',
    operationId: 'getNoticePreferences',
    tags: ['Notices'],
    summary: 'How much you want to hear, and what came of it',
    responses: { 200: answer(Preferences, 'Your preferences.') },
  },
  async (c) => c.json(await getNoticePreferences(c.get('ctx')), 200),
);

export const setNoticePreferencesRoute = defineRoute(
  {
    method: 'put',
    path: '/api/notices/preferences',
    operationId: 'setNoticePreferences',
    tags: ['Notices'],
    summary: 'Change how much you want to hear',
    request: {
      body: jsonBody(SetOwnPreferencesInput.pick({ quietFromMinute: true, quietToMinute: true, noticesPerDay: true }), {
        quietFromMinute: 1320,
        quietToMinute: 480,
        noticesPerDay: 40,
      }),
    },
    responses: { 200: answer(Preferences, 'Your preferences as they are now.') },
  },
  async (c) => {
    await setOwnPreferences(c.get('ctx'), c.req.valid('json'));
    return c.json(await getNoticePreferences(c.get('ctx')), 200);
  },
);
