import { defineWrite } from '#platform/database/write.ts';
import type { Traces } from '#domain/erasures/collect-traces.ts';
import type { Transaction } from '#domain/transaction.ts';

/** Stands where a name must stand. */
const blank = '—';

/** Blanks the person's own records and what was kept of them elsewhere; their leads leave all lists. */
export async function eraseRecords(tx: Transaction, traces: Traces): Promise<Record<string, number>> {
  const { db } = tx;
  const { contactIds, leadIds, dealIds, exportIds, identities } = traces;
  const deletedAt = tx.ctx.clock.now();
  const ofPerson = { contactId: { in: contactIds } };
  const records = [...contactIds, ...leadIds, ...dealIds];
  const counts: Record<string, number> = {};
  const done = async (name: string, work: Promise<{ count: number }>) => void (counts[name] = (await work).count);

  await done('phones', db.contactPhone.deleteMany({ where: ofPerson }));
  await done('emailAddresses', db.contactEmail.deleteMany({ where: ofPerson }));
  await done('consents', db.consent.updateMany({ where: ofPerson, data: { proof: {} } }));
  await done(
    'merges',
    db.merge.deleteMany({ where: { OR: [{ survivorId: { in: records } }, { mergedId: { in: records } }] } }),
  );
  await done(
    'duplicates',
    db.duplicate.deleteMany({ where: { OR: [{ leftId: { in: records } }, { rightId: { in: records } }] } }),
  );
  await done(
    'stageMoves',
    db.stageMove.updateMany({
      where: { OR: [{ leadId: { in: leadIds } }, { dealId: { in: dealIds } }], reason: { not: null } },
      data: { reason: null },
    }),
  );
  await done(
    'leads',
    db.lead.updateMany({
      where: { id: { in: leadIds } },
      data: {
        name: blank,
        note: null,
        customFields: {},
        closeReason: null,
        externalSource: null,
        externalId: null,
        deletedAt,
        version: { increment: 1 },
      },
    }),
  );
  // Money that was made stays in the numbers, without the person.
  await done(
    'deals',
    db.deal.updateMany({
      where: { id: { in: dealIds } },
      data: { name: blank, note: null, customFields: {}, closeReason: null, version: { increment: 1 } },
    }),
  );
  await done(
    'contacts',
    db.contact.updateMany({
      where: { id: { in: contactIds } },
      data: {
        name: blank,
        telegramUserId: null,
        telegramUsername: null,
        companyName: null,
        companyId: null,
        position: null,
        note: null,
        customFields: {},
        language: null,
        timeZone: null,
        country: null,
        deletedAt,
        version: { increment: 1 },
      },
    }),
  );
  counts['importRows'] = await tx.write(blankImportRows, records, [...identities.phones], [...identities.emails]);
  await done('exports', db.export.updateMany({ where: { id: { in: exportIds } }, data: { fileId: null } }));
  return counts;
}

const blankImportRows = defineWrite<[records: string[], phones: string[], emails: string[]]>(`
  UPDATE import_rows r SET values = '{"cells": [], "ready": {}}', before = NULL
  WHERE r.organization_id = $1::uuid AND (r.record_id = ANY ($2::uuid[])
    OR r.values->'ready'->>'phone' = ANY ($3::text[]) OR r.values->'ready'->>'email' = ANY ($4::text[]))`);
