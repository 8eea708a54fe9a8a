import { z } from 'zod';
import {
  afterContact,
  contactMatches,
  contactSorts,
  countContactRows,
  readContactPlaces,
} from '#domain/contacts/contact-reads.ts';
import { contactShape, toContactViews } from '#domain/contacts/contact-view.ts';
import type { ContactView } from '#domain/contacts/contact-view.ts';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { CustomFilter, customFieldCondition } from '#domain/custom-fields/filter-by-custom-fields.ts';
import type { Condition } from '#domain/leads/find-lead-matches.ts';
import { ownerOf } from '#domain/leads/lead-filter.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { UserLanguage } from '#domain/users/user-fields.ts';

export const ListContactsInput = z.strictObject({
  ...pageFields,
  /** A part of a name, company, username, e-mail address or number. */
  search: z.string().trim().min(1).max(100).nullish(),
  ownerId: z.uuid().nullish(),
  /** Only contacts that the actor owns. */
  mine: z.boolean().optional(),
  /** Only contacts that nobody owns. */
  unowned: z.boolean().optional(),
  companyId: z.uuid().nullish(),
  language: UserLanguage.nullish(),
  hasPhone: z.boolean().nullish(),
  hasEmail: z.boolean().nullish(),
  hasTelegram: z.boolean().nullish(),
  /** Values that the organization's own fields must have. */
  custom: CustomFilter.nullish(),
  sort: z.enum(contactSorts).default('newest'),
  /** Rows passed over instead of a cursor, for the older systems' pages; the answer has the total then. */
  offset: z.int().min(0).max(1_000_000).nullish(),
});
export type ListContactsInput = z.input<typeof ListContactsInput>;

/** A page of contacts; `total` only when an offset was asked for. */
export interface ContactPage {
  items: ContactView[];
  nextCursor: string | null;
  total?: number;
}

/** Totals are counted up to here. */
const mostCounted = 1_000_000;

/** The contacts that the actor may see, newest first or in the order asked for. */
export async function listContacts(ctx: Context, input: ListContactsInput = {}): Promise<ContactPage> {
  requirePermission(ctx, 'contacts.read');
  const { limit, cursor, sort, offset, ...filter } = parseInput(ListContactsInput, input);
  const conditions = await conditionsOf(ctx, filter);
  const isByOffset = offset !== null && offset !== undefined;
  const after = isByOffset ? null : decodeCursor(cursor);
  const [places, total] = await Promise.all([
    readContactPlaces(ctx, {
      sort,
      conditions: after ? [...conditions, afterContact(sort, after)] : conditions,
      limit: limit + 1,
      ...(isByOffset ? { offset } : {}),
    }),
    isByOffset ? countContactRows(ctx, conditions, mostCounted) : null,
  ]);
  const page = toPage(
    places,
    limit,
    (place) => place,
    ({ id }) => id,
  );
  const rows = await ctx.db.contact.findMany({ where: { id: { in: page.items } }, include: contactShape });
  const views = new Map((await toContactViews(ctx.db, rows)).map((view) => [view.id, view]));
  return {
    items: page.items.flatMap((id) => views.get(id) ?? []),
    nextCursor: page.nextCursor,
    ...(total === null ? {} : { total }),
  };
}

type Filter = Omit<z.output<typeof ListContactsInput>, 'limit' | 'cursor' | 'sort' | 'offset'>;

async function conditionsOf(ctx: Context, filter: Filter): Promise<Condition[]> {
  const conditions: Condition[] = [];
  const add = (key: string, text: string, ...values: unknown[]) => void conditions.push({ key, text, values });
  const ownerId = ownerOf(ctx, filter);
  if (ownerId) add('owner', 'c.owner_id = ?::uuid', ownerId);
  if (filter.unowned) add('unowned', 'c.owner_id IS NULL');
  if (filter.companyId) add('company', 'c.company_id = ?::uuid', filter.companyId);
  if (filter.language) add('language', 'c.language = ?::"Language"', filter.language);
  for (const [key, wanted, table] of [
    ['phone', filter.hasPhone, 'contact_phones'],
    ['email', filter.hasEmail, 'contact_emails'],
  ] as const) {
    if (wanted === null || wanted === undefined) continue;
    const exists = `EXISTS (SELECT 1 FROM ${table} w WHERE w.organization_id = $1 AND w.contact_id = c.id)`;
    add(wanted ? key : `no-${key}`, wanted ? exists : `NOT ${exists}`);
  }
  if (typeof filter.hasTelegram === 'boolean') {
    add(
      filter.hasTelegram ? 'telegram' : 'no-telegram',
      `c.telegram_user_id IS ${filter.hasTelegram ? 'NOT NULL' : 'NULL'}`,
    );
  }
  const custom = await customFieldCondition(ctx, 'contact', 'c', filter.custom);
  if (custom) conditions.push(custom);
  if (filter.search) conditions.push(await contactMatches(ctx, filter.search));
  return conditions;
}
