import { chatMethods } from './chat.ts';
import { copyMethods } from './copy.ts';
import { editMethods } from './edit.ts';
import type { Method } from './method.ts';
import { profileMethods } from './profile.ts';
import { queryMethods } from './queries.ts';
import { mediaMethods } from './send-media.ts';
import { sendMethods } from './send.ts';
import { updateMethods } from './updates.ts';

const table = {
  ...updateMethods,
  ...sendMethods,
  ...mediaMethods,
  ...editMethods,
  ...copyMethods,
  ...chatMethods,
  ...profileMethods,
  ...queryMethods,
};

/** Method names are case-insensitive; aliases are the older names the server still takes. */
export const methods: ReadonlyMap<string, { name: string; run: Method }> = new Map([
  ...Object.entries(table).map(([name, run]) => [name.toLowerCase(), { name, run }] as const),
  ...(
    [
      ['kickchatmember', 'banChatMember'],
      ['getchatmemberscount', 'getChatMemberCount'],
      ['unpinallforumtopicmessages', 'unpinAllChatMessages'],
    ] as const
  ).flatMap(([alias, name]) => {
    const run = (table as Record<string, Method | undefined>)[name];
    return run === undefined ? [] : [[alias, { name, run }] as const];
  }),
]);
