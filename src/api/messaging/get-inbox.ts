import { z } from '@hono/zod-openapi';
import { InboxPlace, listInbox } from '#domain/conversations/list-inbox.ts';
import { invalidInput } from '#domain/parse-input.ts';
import { Chat, toChat } from '#api/messaging/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const getInboxRoute = defineRoute(
  {
    method: 'get',
    path: '/api/messaging/inbox',
    operationId: 'getInbox',
    tags: ['Messaging'],
    summary: 'Conversations as they need an answer: who waits first, the one due first on top, then the newest',
    request: { query: PageQuery },
    responses: { 200: answer(pageOf(Chat), 'A page of chats.') },
  },
  async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = await listInbox(c.get('ctx'), { limit, place: readPlace(cursor) });
    return c.json({ items: page.items.map(toChat), nextCursor: page.nextPlace && writePlace(page.nextPlace) }, 200);
  },
);

function writePlace({ waiting, atMs, id }: InboxPlace): string {
  return Buffer.from(`${waiting ? 'w' : 'r'}.${atMs}.${id}`).toString('base64url');
}

function readPlace(cursor: string | null | undefined): InboxPlace | null {
  if (cursor === null || cursor === undefined) return null;
  const [kind, at, id] = Buffer.from(cursor, 'base64url').toString('latin1').split('.');
  const place = z
    .tuple([z.enum(['w', 'r']), z.string().regex(/^\d{1,13}$/), z.uuid()])
    .transform(([word, atMs, uuid]) => InboxPlace.parse({ waiting: word === 'w', atMs: Number(atMs), id: uuid }))
    .safeParse([kind, at, id]);
  if (!place.success)
    throw invalidInput([{ field: 'cursor', problem: 'this is not a cursor of this list; leave it out to start anew' }]);
  return place.data;
}
