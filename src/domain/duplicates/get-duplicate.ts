import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { toDuplicateViews } from '#domain/duplicates/duplicate-view.ts';
import type { DuplicateView } from '#domain/duplicates/duplicate-view.ts';
import { requireRecordPermission } from '#domain/duplicates/policy.ts';
import { readDuplicate } from '#domain/duplicates/read-duplicates.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';

export const GetDuplicateInput = z.strictObject({ duplicateId: z.uuid() });
export type GetDuplicateInput = z.input<typeof GetDuplicateInput>;

/** One suggestion of which the actor may see both records. */
export async function getDuplicate(ctx: Context, input: GetDuplicateInput): Promise<DuplicateView> {
  const { duplicateId } = parseInput(GetDuplicateInput, input);
  requireRecordPermission(ctx, 'contact', 'read');
  const row = await readDuplicate(ctx, duplicateId);
  if (!row) throw notFound('duplicate');
  requireRecordPermission(ctx, row.record, 'read');
  const [view] = await toDuplicateViews(ctx, [row]);
  if (!view) throw notFound('duplicate');
  return view;
}
