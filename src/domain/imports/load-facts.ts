import type { Context } from '#domain/context.ts';
import type { ImportColumn } from '#domain/imports/import-columns.ts';
import { StoredMapping } from '#domain/imports/import-fields.ts';
import type { ImportOptions } from '#domain/imports/import-fields.ts';
import type { FieldRule } from '#domain/custom-fields/read-custom-value.ts';
import type { RecordKind, StageKind } from '#prisma/generated/enums.ts';

/** What rows are read against, the same for every row of an import. */
export interface RowFacts {
  record: RecordKind;
  matchKey: string;
  columns: readonly ImportColumn[];
  options: ImportOptions;
  defaultCountry: string;
  /** Lower-case name or e-mail address → id; null for a name that several people have. */
  owners: ReadonlyMap<string, string | null>;
  /** Who owns a new record whose row names nobody. */
  usualOwnerId: string | null;
  stages: readonly { id: string; name: string; kind: StageKind; pipelineId: string; pipelineName: string }[];
  defaultPipelineId: string | null;
  customFields: ReadonlyMap<string, FieldRule & { required: boolean }>;
}

/** Reads what an import's rows are checked against. */
export async function loadFacts(
  ctx: Context,
  found: { record: RecordKind; matchKey: string | null; mapping: unknown; createdById: string | null },
): Promise<RowFacts> {
  const { columns, options } = StoredMapping.parse(found.mapping);
  const [organization, people, stages, fields] = await Promise.all([
    ctx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } }),
    ctx.db.user.findMany({
      where: { disabledAt: null, role: { in: ['admin', 'manager'] } },
      select: { id: true, name: true, email: true },
    }),
    ctx.db.stage.findMany({
      where: { deletedAt: null, pipeline: { deletedAt: null } },
      orderBy: [{ position: 'asc' }, { id: 'asc' }],
      select: {
        id: true,
        name: true,
        kind: true,
        pipelineId: true,
        pipeline: { select: { name: true, isDefault: true } },
      },
    }),
    ctx.db.customField.findMany({
      where: { record: found.record, deletedAt: null },
      select: { key: true, kind: true, options: true, required: true },
    }),
  ]);
  const owners = new Map<string, string | null>();
  for (const { id, name } of people) owners.set(name.toLowerCase(), owners.has(name.toLowerCase()) ? null : id);
  for (const { id, email } of people) if (email !== null) owners.set(email, id);
  const importerMayOwn = people.some(({ id }) => id === found.createdById);
  return {
    record: found.record,
    matchKey: found.matchKey ?? 'none',
    columns,
    options,
    defaultCountry: organization.defaultCountry,
    owners,
    usualOwnerId: options.ownerId === undefined ? (importerMayOwn ? found.createdById : null) : options.ownerId,
    stages: stages.map(({ pipeline, ...stage }) => ({ ...stage, pipelineName: pipeline.name })),
    defaultPipelineId: stages.find(({ pipeline }) => pipeline.isDefault)?.pipelineId ?? stages[0]?.pipelineId ?? null,
    customFields: new Map(fields.map(({ key, ...rule }) => [key, rule])),
  };
}
