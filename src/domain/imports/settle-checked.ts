import { defineWrite } from '#platform/database/write.ts';
import type { Write } from '#platform/database/write.ts';
import type { Context } from '#domain/context.ts';
import { ImportCounts } from '#domain/imports/import-fields.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

type OfImport = [importId: string];

/** Of rows that say the same by this expression, the first one stays and the others are in conflict with it. */
const repeated = (field: string, expression: string, problem: string): Write<OfImport> =>
  defineWrite(`
    UPDATE import_rows r
    SET verdict = 'conflict', record_id = NULL,
        reasons = jsonb_build_array(jsonb_build_object('field', '${field}', 'problem', '${problem} ' || twin.first))
    FROM (SELECT id, first_value(number) OVER (PARTITION BY ${expression} ORDER BY number) AS first, number
          FROM import_rows
          WHERE organization_id = $1::uuid AND import_id = $2::uuid AND verdict IN ('new', 'update')
            AND ${expression} IS NOT NULL) twin
    WHERE r.organization_id = $1::uuid AND r.id = twin.id AND twin.first < twin.number`);

const ready = (field: string) => `values->'ready'->>'${field}'`;
const sameRecord = repeated('', 'record_id::text', 'the same record as in row');
const samePhone = repeated('phone', ready('phone'), 'the same number as in row');
const sameEmail = repeated('email', ready('email'), 'the same address as in row');
const sameExternalId = repeated('externalId', ready('externalId'), 'the same id as in row');
const sameTaxId = repeated('taxId', ready('taxId'), 'the same tax number as in row');
const sameDomain = repeated('domain', ready('domain'), 'the same domain as in row');
const sameName = repeated('name', `lower(${ready('name')})`, 'the same name as in row');

/** New persons of several leads that have one number, or one address, are one person. */
const shared = (field: string): Write<OfImport> =>
  defineWrite(`
    UPDATE import_rows r
    SET values = jsonb_set(jsonb_set(r.values, '{ready,contactId}', to_jsonb(twin.contact)), '{ready,hasNewContact}', 'false')
    FROM (SELECT id, number, first_value(number) OVER same AS first, first_value(${ready('contactId')}) OVER same AS contact
          FROM import_rows
          WHERE organization_id = $1::uuid AND import_id = $2::uuid AND verdict = 'new'
            AND ${ready(field)} IS NOT NULL AND values->'ready'->'hasNewContact' = 'true'
          WINDOW same AS (PARTITION BY ${ready(field)} ORDER BY number)) twin
    WHERE r.organization_id = $1::uuid AND r.id = twin.id AND twin.first < twin.number`);
const sharedPhone = shared('phone');
const sharedEmail = shared('email');

const repeatsOf = (record: RecordKind, matchKey: string): Write<OfImport>[] => {
  if (record === 'contact') return [samePhone, sameEmail];
  if (record === 'company') return [sameTaxId, sameDomain, ...(matchKey === 'name' ? [sameName] : [])];
  if (record === 'deal') return matchKey === 'name' ? [sameName] : [];
  return matchKey === 'phoneOrEmail' ? [samePhone, sameEmail, sameExternalId] : [sameExternalId];
};

/** Looks for rows that mean the same record, counts, and lets the import wait for its applying. */
export async function settleChecked(
  ctx: Context,
  found: { id: string; record: RecordKind; matchKey: string | null },
): Promise<void> {
  await inTransaction(
    ctx,
    async (tx) => {
      for (const write of repeatsOf(found.record, found.matchKey ?? 'none')) await tx.write(write, found.id);
      await tx.write(sameRecord, found.id);
      if (found.record === 'lead') {
        await tx.write(sharedPhone, found.id);
        await tx.write(sharedEmail, found.id);
      }
      const counts = await countVerdicts(tx, found.id);
      const { count } = await tx.db.import.updateMany({
        where: { id: found.id, status: 'checking' },
        data: { status: 'checked', counts },
      });
      if (count === 0) return;
      tx.audit({ action: 'import.checked', subjectType: 'import', subjectId: found.id, data: counts });
      tx.event('import.checked', found.id, {});
    },
    { timeoutMs: 120_000, writesManyRows: true },
  );
}

/** How many rows there are of each verdict. */
export async function countVerdicts(tx: Transaction, importId: string): Promise<ImportCounts> {
  const groups = await tx.db.importRow.groupBy({ by: ['verdict'], where: { importId }, _count: { _all: true } });
  const total = groups.reduce((sum, group) => sum + group._count._all, 0);
  return ImportCounts.parse({
    total,
    ...Object.fromEntries(groups.map((group) => [group.verdict, group._count._all])),
  });
}
