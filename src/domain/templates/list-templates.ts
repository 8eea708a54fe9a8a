import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { TemplateKindInput } from '#domain/templates/template-fields.ts';
import { templateShape, toTemplateView } from '#domain/templates/template-view.ts';
import type { TemplateView } from '#domain/templates/template-view.ts';

export const ListTemplatesInput = z.strictObject({
  ...pageFields,
  kind: TemplateKindInput.nullish(),
  /** A part of the name. */
  search: z.string().trim().min(1).max(100).nullish(),
});
export type ListTemplatesInput = z.input<typeof ListTemplatesInput>;

/** The team's prepared texts, newest first. */
export async function listTemplates(
  ctx: Context,
  input: ListTemplatesInput = {},
): Promise<{ items: TemplateView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const { limit, cursor, kind, search } = parseInput(ListTemplatesInput, input);
  const rows = await ctx.db.template.findMany({
    where: {
      AND: [
        { deletedAt: null },
        kind ? { kind } : {},
        search ? { name: { contains: search, mode: 'insensitive' } } : {},
        afterPosition('createdAt', cursor),
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: templateShape,
  });
  return toPage(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), toTemplateView);
}
