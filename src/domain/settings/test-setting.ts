import { z } from 'zod';
import { AppError, ProviderError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { ConnectionTest } from '#domain/ports/ports.ts';
import { SettingKeyInput } from '#domain/settings/setting-schemas.ts';
import type { SettingKey } from '#domain/settings/setting-schemas.ts';
import { inTransaction } from '#domain/transaction.ts';

export const TestSettingInput = z.strictObject({ key: SettingKeyInput });
export type TestSettingInput = z.input<typeof TestSettingInput>;

/** Asks the connected service a harmless question. A failure is an answer with its sentence, not an error. */
export async function testSetting(ctx: Context, input: TestSettingInput): Promise<ConnectionTest> {
  requirePermission(ctx, 'settings.write');
  const { key } = parseInput(TestSettingInput, input);
  const result = await tryService(ctx, key);
  await inTransaction(ctx, async (tx) =>
    tx.audit({ action: 'setting.tested', subjectType: 'setting', subjectId: null, data: { key, ok: result.ok } }),
  );
  return result;
}

async function tryService(ctx: Context, key: SettingKey): Promise<ConnectionTest> {
  try {
    switch (key) {
      case 'retell':
        return await (await ctx.ports.telephony()).test();
      case 'openai':
        return await (await ctx.ports.llm()).test();
      case 'telegram':
        return await (await ctx.ports.messenger()).test();
      case 'email':
        return await (await ctx.ports.mailer()).test();
      case 'storage':
        return await tryStorage(ctx);
    }
  } catch (error) {
    if (error instanceof AppError || error instanceof ProviderError) return { ok: false, message: error.message };
    throw error;
  }
}

async function tryStorage(ctx: Context): Promise<ConnectionTest> {
  const bytes = new TextEncoder().encode('connection test');
  const fileKey = `${ctx.organizationId}/connection-tests/${newId()}`;
  await ctx.ports.storage.put(fileKey, bytes, 'text/plain');
  const size = await ctx.ports.storage.size(fileKey);
  await ctx.ports.storage.delete(fileKey);
  return size === bytes.length
    ? { ok: true, message: 'A file was stored, found and removed.' }
    : { ok: false, message: 'A stored file was not found again with its size.' };
}
