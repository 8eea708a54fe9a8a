import { z } from 'zod';
import type { Context } from '#domain/context.ts';

/** What a form has gathered; ids and texts only, so that it survives as JSON. */
export const FormValues = z.record(z.string(), z.string());
export type FormValues = z.infer<typeof FormValues>;

const Stored = z.object({ values: FormValues, step: z.string().nullable() });
export type StoredForm = z.infer<typeof Stored>;

/** Keeps a half-filled form, so that a deploy or another command in the middle loses nothing. */
export async function saveForm(ctx: Context, userId: string, form: string, stored: StoredForm): Promise<void> {
  const where = { organizationId_userId_form: { organizationId: ctx.organizationId, userId, form } };
  await ctx.db.formDraft.upsert({ where, create: { userId, form, values: stored }, update: { values: stored } });
}

/** Keeps a form that has just begun, unless an earlier one that began alike has got further: nothing typed is thrown away. */
export async function keepStart(ctx: Context, userId: string, form: string, start: StoredForm): Promise<void> {
  const kept = await findForm(ctx, userId, form);
  const isFurther = kept !== null && Object.entries(start.values).every(([key, value]) => kept.values[key] === value);
  if (!isFurther) await saveForm(ctx, userId, form, start);
}

/** The half-filled form, or null when there is none. */
export async function findForm(ctx: Context, userId: string, form: string): Promise<StoredForm | null> {
  const row = await ctx.db.formDraft.findFirst({ where: { userId, form } });
  const parsed = Stored.safeParse(row?.values);
  return parsed.success ? parsed.data : null;
}

/** Forgets a form that is done or given up; whether there was one. */
export async function deleteForm(ctx: Context, userId: string, form: string): Promise<boolean> {
  const { count } = await ctx.db.formDraft.deleteMany({ where: { userId, form } });
  return count > 0;
}

/** The newest of these forms that the person left half-filled within `hours`. */
export async function findOpenForm(
  ctx: Context,
  userId: string,
  forms: readonly string[],
  hours = 24,
): Promise<string | null> {
  const since = new Date(ctx.clock.now().getTime() - hours * 3_600_000);
  const row = await ctx.db.formDraft.findFirst({
    where: { userId, form: { in: [...forms] }, updatedAt: { gt: since } },
    orderBy: { updatedAt: 'desc' },
  });
  return row?.form ?? null;
}
