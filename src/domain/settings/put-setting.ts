import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { fieldProblems, invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { getSettings } from '#domain/settings/get-settings.ts';
import type { SettingView } from '#domain/settings/get-settings.ts';
import { SettingKeyInput, secretPlace, settingSchemas } from '#domain/settings/setting-schemas.ts';
import type { SettingKey } from '#domain/settings/setting-schemas.ts';
import { StoredSecrets, StoredValues, hintOf } from '#domain/settings/stored-setting.ts';
import { inTransaction } from '#domain/transaction.ts';

export const PutSettingInput = z.strictObject({
  key: SettingKeyInput,
  /** Plain values and secrets of the service. What is left out stays; null removes it. */
  values: z.record(z.string().max(60), z.union([z.string().max(4_096), z.null()])),
});
export type PutSettingInput = z.input<typeof PutSettingInput>;

/** Connects a service or changes how; secrets are encrypted before they are stored and never read back. */
export async function putSetting(ctx: Context, input: PutSettingInput): Promise<SettingView> {
  requirePermission(ctx, 'settings.write');
  const { key, values: given } = parseInput(PutSettingInput, input);
  await inTransaction(ctx, async (tx) => {
    // The organization's row orders parallel changes of one service; both are kept.
    await tx.db.organization.updateMany({ data: { updatedAt: ctx.clock.now() } });
    const row = await tx.db.setting.findFirst({ where: { key } });
    const stored = { values: StoredValues.parse(row?.values ?? {}), secrets: StoredSecrets.parse(row?.secrets ?? {}) };
    const { values, secrets } = merge(ctx, key, stored, given);
    const updatedById = ctx.actor.kind === 'user' ? ctx.actor.id : null;
    const settingId = row?.id ?? newId();
    if (row) {
      await tx.db.setting.updateMany({
        where: { id: row.id },
        data: { values, secrets, updatedById, version: { increment: 1 } },
      });
    } else {
      await tx.db.setting.create({ data: { id: settingId, key, values, secrets, updatedById } });
    }
    tx.audit({
      action: 'setting.updated',
      subjectType: 'setting',
      subjectId: settingId,
      data: { key, fields: Object.keys(given) },
    });
    tx.event('settings.changed', settingId, { key });
  });
  const view = (await getSettings({ ...ctx, actor: { kind: 'system', id: null, name: 'settings' } })).find(
    (one) => one.key === key,
  );
  if (!view) throw new Error(`The setting ${key} is not listed.`);
  return view;
}

function merge(
  ctx: Context,
  key: SettingKey,
  stored: { values: StoredValues; secrets: StoredSecrets },
  given: Record<string, string | null>,
): { values: StoredValues; secrets: StoredSecrets } {
  const schema = settingSchemas[key];
  const secretSchemas: Record<string, z.ZodType<string>> = schema.secrets;
  const values: Record<string, string | null> = { ...stored.values };
  const secrets: StoredSecrets = { ...stored.secrets };
  for (const [field, value] of Object.entries(given)) {
    // A name such as `constructor` would otherwise find what every object inherits.
    const secretSchema = Object.hasOwn(secretSchemas, field) ? secretSchemas[field] : undefined;
    if (!secretSchema) {
      if (value === null) delete values[field];
      else values[field] = value;
    } else if (value === null) {
      delete secrets[field];
    } else {
      const parsed = secretSchema.safeParse(value);
      if (!parsed.success)
        throw invalidInput([{ field: `values.${field}`, problem: parsed.error.issues[0]?.message ?? 'is not valid' }]);
      const sealed = ctx.runtime.secretBox.seal(parsed.data, secretPlace(ctx.organizationId, key, field));
      secrets[field] = { sealed, hint: hintOf(parsed.data) };
    }
  }
  const checked = schema.values.safeParse(values);
  if (!checked.success) {
    throw invalidInput(
      fieldProblems(checked.error).map((one) => ({
        ...one,
        field: one.field === '' ? 'values' : `values.${one.field}`,
      })),
    );
  }
  const missing = schema.required.find((field) => !(field in secrets));
  if (missing) throw invalidInput([{ field: `values.${missing}`, problem: 'is needed to connect this service' }]);
  return { values: StoredValues.parse(onlyGiven(checked.data)), secrets };
}
