import { z } from 'zod';
import type { MemberContext } from '#bot/context.ts';

/** Where a person is in a list: its filter and the cursors of the pages before, because a button is too small for them. */
const ListPlace = z.object({ filter: z.record(z.string(), z.string()), cursors: z.array(z.string()).max(200) });
export type ListPlace = z.infer<typeof ListPlace>;

const firstPage: ListPlace = { filter: {}, cursors: [] };

/** The person's place in a list, the first page when there is none. */
export async function readListPlace(ctx: MemberContext, list: string): Promise<ListPlace> {
  const row = await ctx.operation.db.formDraft.findFirst({ where: { userId: ctx.member.id, form: `list:${list}` } });
  const parsed = ListPlace.safeParse(row?.values);
  return parsed.success ? parsed.data : firstPage;
}

/** Remembers the person's place in a list. */
export async function saveListPlace(ctx: MemberContext, list: string, place: ListPlace): Promise<void> {
  const { db, organizationId } = ctx.operation;
  const key = { userId: ctx.member.id, form: `list:${list}` };
  await db.formDraft.upsert({
    where: { organizationId_userId_form: { organizationId, ...key } },
    create: { ...key, values: place },
    update: { values: place },
  });
}

/** The place one page further, or one back; `page` is the one the button belongs to, so that a double tap moves once. */
export function turnedPage(place: ListPlace, page: number, nextCursor: string | null): ListPlace {
  if (nextCursor === null) return { ...place, cursors: place.cursors.slice(0, page) };
  return { ...place, cursors: [...place.cursors.slice(0, page), nextCursor] };
}
