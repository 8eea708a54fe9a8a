import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { exportListNames, exportLists, readFilters } from '#domain/exports/export-lists.ts';
import { toExportView } from '#domain/exports/export-view.ts';
import type { ExportView } from '#domain/exports/export-view.ts';
import { requireExporting, wholeOrganization } from '#domain/exports/policy.ts';
import { fieldProblems, invalidInput, parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Prisma } from '#prisma/generated/client.ts';

const Json: z.ZodType<Prisma.InputJsonValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(Json), z.record(z.string(), Json)]),
);

export const RequestExportInput = z
  .strictObject({
    list: z.enum([...exportListNames, wholeOrganization]),
    /** csv or xlsx of a list; the whole organization is a tar.gz of JSON lines and files. */
    format: z.enum(['csv', 'xlsx', 'tar.gz']).optional(),
    /** The list's own filters. */
    filters: z.record(z.string(), Json.nullable()).default({}),
  })
  .transform(({ format, ...input }) => ({
    ...input,
    format: format ?? (input.list === wholeOrganization ? 'tar.gz' : 'csv'),
  }));
export type RequestExportInput = z.input<typeof RequestExportInput>;

/** Has a list written into a file, as far as its filters and the actor's own sight go. */
export async function requestExport(ctx: Context, input: RequestExportInput): Promise<ExportView> {
  const { list, format, filters } = parseInput(RequestExportInput, input);
  requireExporting(ctx, list);
  const member = requireUser(ctx);
  if ((format === 'tar.gz') !== (list === wholeOrganization))
    throw invalidInput([{ field: 'format', problem: 'a list is csv or xlsx, the whole organization tar.gz' }]);
  const given = Object.fromEntries(
    Object.entries(filters).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])),
  );
  checkFilters(list, given);
  const exportId = newId();
  return inTransaction(ctx, async (tx) => {
    const row = await tx.db.export.create({
      data: { id: exportId, list, format, filters: given, createdById: member.id },
    });
    // Names of the filters only: what is searched for may be a person's.
    const data = { list, format, filters: Object.keys(given) };
    tx.audit({ action: 'export.created', subjectType: 'export', subjectId: exportId, data });
    tx.event('export.requested', exportId, {});
    return toExportView(row);
  });
}

function checkFilters(list: z.output<typeof RequestExportInput>['list'], filters: object): void {
  if (list === wholeOrganization) {
    if (Object.keys(filters).length === 0) return;
    throw invalidInput([{ field: 'filters', problem: 'the whole organization has no filters' }]);
  }
  const read = readFilters(exportLists[list].filters, filters);
  if (read.success) return;
  throw invalidInput(
    fieldProblems(read.error).map(({ field, problem }) => ({
      field: field === '' ? 'filters' : `filters.${field}`,
      problem,
    })),
  );
}
