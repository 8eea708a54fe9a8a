import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { templateShape, toTemplateView } from '#domain/templates/template-view.ts';
import type { TemplateView } from '#domain/templates/template-view.ts';

export const GetTemplateInput = z.strictObject({ templateId: z.uuid() });
export type GetTemplateInput = z.input<typeof GetTemplateInput>;

/** One prepared text. */
export async function getTemplate(ctx: Context, input: GetTemplateInput): Promise<TemplateView> {
  requirePermission(ctx, 'leads.read');
  const { templateId } = parseInput(GetTemplateInput, input);
  const row = await ctx.db.template.findFirst({ where: { id: templateId, deletedAt: null }, select: templateShape });
  if (!row) throw notFound('template');
  return toTemplateView(row);
}
