import { Prisma } from '#prisma/generated/client.ts';
import type { PrismaClient } from '#prisma/generated/client.ts';

/**
 * Binds a Prisma client to one organization: every where and every create carries the organization's id by
 * construction, nested writes and changes of the id are refused, and models that belong to no organization are absent.
 */
export function bindToOrganization(prisma: PrismaClient, organizationId: string): TenantClient {
  const bound = prisma.$extends({
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          return query(scopeArguments(model, operation, args, organizationId) as typeof args);
        },
      },
    },
  });
  return asTenantClient(bound);
}

/**
 * The extension adds nothing that can be called and takes nothing away, so the plain client's type says all of it; the
 * extended one's would be worked out anew at every query and makes the type check several times as long.
 */
function asTenantClient(bound: unknown): TenantClient {
  return bound as TenantClient;
}

/** The bound client with its transactions and raw SQL: for the platform and `inTransaction` only. */
export type TenantClient = Omit<PrismaClient, '$on' | '$extends'>;
type Models = Uncapitalize<Exclude<keyof typeof Prisma.ModelName, 'Heartbeat' | 'AuditHead' | 'InitDataUse'>>;

/** The organization's own database. Raw SQL is absent on purpose: hot reads go through `defineRead`. */
export type TenantDb = Pick<TenantClient, Models>;

type ModelName = keyof typeof Prisma.ModelName;
type Arguments = { where?: object; data?: unknown; create?: unknown; update?: unknown };

const scalarFields = new Map<string, ReadonlySet<string>>(
  Object.keys(Prisma.ModelName).map((model) => [model, new Set(Object.keys(scalarEnumOf(model)))]),
);

/** Models whose rows belong to an organization, by their schema. */
export const tenantModels: readonly string[] = [...scalarFields]
  .filter(([, fields]) => fields.has('organizationId'))
  .map(([model]) => model);

const writing = new Set([
  'create',
  'createMany',
  'createManyAndReturn',
  'upsert',
  'update',
  'updateMany',
  'updateManyAndReturn',
]);
const creating = new Set(['create', 'createMany', 'createManyAndReturn']);

/** The arguments of a Prisma call, narrowed to one organization. Throws on what could reach another one. */
export function scopeArguments(model: string, operation: string, args: unknown, organizationId: string): unknown {
  const given = (args ?? {}) as Arguments;
  const idField = model === 'Organization' ? 'id' : 'organizationId';
  const fields = scalarFields.get(model);
  if (!fields?.has(idField)) throw new Error(`${model} belongs to no organization and is not reachable here.`);
  if (
    model === 'Organization' &&
    (creating.has(operation) || operation === 'upsert' || operation.startsWith('delete'))
  ) {
    throw new Error('An organization is created and removed only by the platform.');
  }
  const scoped: Arguments = { ...given };
  if (!creating.has(operation)) scoped.where = { ...given.where, [idField]: organizationId };
  if (!writing.has(operation)) return scoped;
  if (operation === 'upsert') {
    scoped.create = ownedRow(model, fields, given.create, organizationId);
    refuseForeign(model, fields, given.update, idField);
  } else if (creating.has(operation)) {
    scoped.data = Array.isArray(given.data)
      ? given.data.map((row) => ownedRow(model, fields, row, organizationId))
      : ownedRow(model, fields, given.data, organizationId);
  } else {
    refuseForeign(model, fields, given.data, idField);
  }
  return scoped;
}

function ownedRow(model: string, fields: ReadonlySet<string>, row: unknown, organizationId: string): object {
  refuseNested(model, fields, row);
  return { ...(row as object), organizationId };
}

function refuseForeign(model: string, fields: ReadonlySet<string>, data: unknown, idField: string): void {
  refuseNested(model, fields, data);
  if (idField in Object(data)) throw new Error(`${model}.${idField} cannot be changed.`);
}

function refuseNested(model: string, fields: ReadonlySet<string>, data: unknown): void {
  for (const key of Object.keys(Object(data))) {
    if (!fields.has(key)) throw new Error(`Nested writes are refused: ${model}.${key} is not a column.`);
  }
}

function scalarEnumOf(model: string): object {
  const name = `${model as ModelName}ScalarFieldEnum` as const;
  return Prisma[name];
}
