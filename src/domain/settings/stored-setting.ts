import { z } from 'zod';
import { SealedSecret } from '#platform/secrets.ts';

/** The JSON columns of a setting. A hint is the secret's last four characters, kept so that nothing is decrypted to show it. */
export const StoredValues = z.record(z.string(), z.union([z.string(), z.null()]));
export const StoredSecrets = z.record(z.string(), z.object({ sealed: SealedSecret, hint: z.string() }));
export type StoredValues = z.infer<typeof StoredValues>;
export type StoredSecrets = z.infer<typeof StoredSecrets>;

/** "…3f9a" for secrets long enough that four characters give nothing away. */
export function hintOf(secret: string): string {
  return secret.length >= 16 ? `…${[...secret].slice(-4).join('')}` : '…';
}
