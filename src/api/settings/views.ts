import { z } from '@hono/zod-openapi';
import type { SettingView } from '#domain/settings/get-settings.ts';
import { SettingKeyInput } from '#domain/settings/setting-schemas.ts';
import { Moment } from '#api/views.ts';

export const Setting = z
  .object({
    key: SettingKeyInput,
    configured: z.boolean(),
    source: z.enum(['environment', 'organization', 'none']),
    values: z.record(z.string(), z.string().nullable()),
    secrets: z
      .record(z.string(), z.object({ set: z.boolean(), hint: z.string().nullable() }))
      .describe('Secrets are never read back; the hint is their last characters.'),
    updatedAt: Moment.nullable(),
  })
  .openapi('Setting');

/** A service as settings show it. */
export function toSetting({ key, configured, source, values, secrets, updatedAt }: SettingView) {
  return { key, configured, source, values, secrets, updatedAt };
}
