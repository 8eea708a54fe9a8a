import type { TenantDb } from '#platform/database/tenant.ts';
import type { ContactModel } from '#prisma/generated/models/Contact.ts';

/**
 * The contact whose Telegram account this is. Somebody with two accounts, whose contacts were merged, is found by both: the
 * merged one keeps its account and leads to the one it was merged into.
 */
export async function findContactByTelegram(db: TenantDb, telegramUserId: bigint): Promise<ContactModel | null> {
  let contact = await db.contact.findFirst({
    where: { telegramUserId, OR: [{ deletedAt: null }, { mergedIntoId: { not: null } }] },
  });
  for (let hop = 0; contact?.mergedIntoId && hop < 20; hop += 1)
    contact = await db.contact.findFirst({ where: { id: contact.mergedIntoId } });
  return contact?.deletedAt === null ? contact : null;
}
