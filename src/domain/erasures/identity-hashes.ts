import { hmacSha256 } from '#platform/hashing.ts';
import type { Context } from '#domain/context.ts';

/** What a person is recognized by. */
export interface Identities {
  /** E.164 */
  phones: readonly string[];
  /** Lower case */
  emails: readonly string[];
  telegramUserId?: bigint | null;
  telegramUsername?: string | null;
}

/** Keyed hashes of a person's identities: enough to recognize them, useless without the organization's key. */
export function hashIdentities(ctx: Context, identities: Identities): string[] {
  const key = ctx.runtime.secretBox.derive(purpose);
  return namesOf(ctx, identities).map((name) => hash(key, name));
}

/**
 * Of these texts, those that belong to somebody who was erased. Hashes of older keys are recognized as long as the
 * process knows those keys.
 */
export async function findErased(ctx: Context, identities: Identities): Promise<ReadonlySet<string>> {
  const keys = ctx.runtime.secretBox.deriveAll(purpose);
  const texts = new Map(
    keys.flatMap((key) => [
      ...identities.phones.map((phone) => [hash(key, named(ctx, 'phone', phone)), phone] as const),
      ...identities.emails.map((email) => [hash(key, named(ctx, 'email', email)), email] as const),
    ]),
  );
  if (texts.size === 0) return new Set();
  const found = await ctx.db.erasure.findMany({
    where: { identityHashes: { hasSome: [...texts.keys()] } },
    select: { identityHashes: true },
  });
  return new Set(found.flatMap(({ identityHashes }) => identityHashes.flatMap((one) => texts.get(one) ?? [])));
}

const purpose = 'erased-identities';

function namesOf(ctx: Context, { phones, emails, telegramUserId, telegramUsername }: Identities): string[] {
  return [
    ...phones.map((phone) => named(ctx, 'phone', phone)),
    ...emails.map((email) => named(ctx, 'email', email)),
    ...(telegramUserId ? [named(ctx, 'telegram', String(telegramUserId))] : []),
    ...(telegramUsername ? [named(ctx, 'username', telegramUsername.toLowerCase())] : []),
  ];
}

/** The organization stands in the text, so that equal numbers of two organizations have different hashes. */
function named(ctx: Context, kind: string, value: string): string {
  return `${ctx.organizationId}:${kind}:${value}`;
}

function hash(key: Buffer, name: string): string {
  return hmacSha256(key, name).toString('base64url');
}
