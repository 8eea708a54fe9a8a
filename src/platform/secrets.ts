import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { sha256 } from '#platform/hashing.ts';

/** A value at rest: AES-256-GCM, bound to its row and column by `context`, with the id of the key that made it. */
export const SealedSecret = z.object({
  keyId: z.string(),
  iv: z.string(),
  tag: z.string(),
  data: z.string(),
});
export type SealedSecret = z.infer<typeof SealedSecret>;

export interface SecretBox {
  /** Encrypts under the current key; `context` (such as "setting:<org>:retell:apiKey") must be given again to open. */
  seal(plain: string, context: string): SealedSecret;
  /** Decrypts; throws when the key is unknown or the value was moved or changed. */
  open(sealed: SealedSecret, context: string): string;
  /** A key for another purpose, derived from the current one. */
  derive(purpose: string): Buffer;
  /** The same of the current key and of every older one, current first: for what must still be recognized after a rotation. */
  deriveAll(purpose: string): Buffer[];
  readonly currentKeyId: string;
}

/**
 * A box with the current key first and older keys after it, so that values sealed before a rotation still open.
 * Each key is at least 32 bytes of base64, base64url or hex text.
 */
export function createSecretBox(keys: [string, ...string[]]): SecretBox {
  const byId = new Map<string, Buffer>();
  const ids = keys.map((text) => {
    const id = sha256(text).slice(0, 12);
    byId.set(id, Buffer.from(hkdfSync('sha256', text, 'perezvon', 'settings', 32)));
    return id;
  });
  const currentKeyId = ids[0] ?? '';
  const current = byId.get(currentKeyId);
  if (!current) throw new Error('A secret box needs a key.');
  return {
    currentKeyId,
    seal(plain, context) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current, iv).setAAD(Buffer.from(context));
      const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return {
        keyId: currentKeyId,
        iv: iv.toString('base64'),
        tag: cipher.getAuthTag().toString('base64'),
        data: data.toString('base64'),
      };
    },
    open(sealed, context) {
      const key = byId.get(sealed.keyId);
      if (!key)
        throw new Error(`A stored secret was encrypted with key ${sealed.keyId}, which this process does not have.`);
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'))
        .setAAD(Buffer.from(context))
        .setAuthTag(Buffer.from(sealed.tag, 'base64'));
      return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString('utf8');
    },
    deriveAll: (purpose) => keys.map((key) => Buffer.from(hkdfSync('sha256', key, 'perezvon', purpose, 32))),
    derive: (purpose) => Buffer.from(hkdfSync('sha256', keys[0], 'perezvon', purpose, 32)),
  };
}
