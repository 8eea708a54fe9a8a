import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import type { Permission } from '#domain/permissions.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { ImportStatus, RecordKind } from '#prisma/generated/enums.ts';

const writing: Record<RecordKind, Permission> = {
  contact: 'contacts.write',
  company: 'contacts.write',
  lead: 'leads.write',
  deal: 'leads.write',
};

/** Refuses who may not import, or not write records of this kind at all. */
export function requireImporting(ctx: Context, record?: RecordKind): void {
  requirePermission(ctx, 'data.import');
  if (record !== undefined) requirePermission(ctx, writing[record]);
}

/** Which imports the actor may see: admins all, others their own. */
export function visibleImports(ctx: Context): Prisma.ImportWhereInput {
  const { actor } = ctx;
  if (actor.kind === 'system' || (actor.kind === 'user' && actor.role === 'admin')) return {};
  return { createdById: actor.id ?? '00000000-0000-0000-0000-000000000000' };
}

/** The import's row, or `import.notFound` when it is not there or not the actor's to see. */
export async function requireImport(ctx: Context, db: TenantDb, importId: string) {
  const row = await db.import.findFirst({ where: { AND: [{ id: importId }, visibleImports(ctx)] } });
  if (!row) throw notFound('import');
  return row;
}

/** The refusal of a step for which the import is not in the right state. */
export function wrongState(status: ImportStatus, wanted: string): AppError {
  return new AppError('conflict', 'import.wrongState', `This import is ${status}; ${wanted}.`, { params: { status } });
}
