import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { isSignedBy, parseInitData } from '#domain/auth/init-data.ts';
import type { InitData } from '#domain/auth/init-data.ts';
import type { ContextFactory } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const AuthenticateByInitDataInput = z.strictObject({
  initData: z.string().max(4_096),
  /** The bot whose Mini App it is, when the app knows it; else every bot is tried. */
  botId: z
    .string()
    .regex(/^\d{1,20}$/, 'this is not the id of a bot')
    .nullish(),
  ip: z.string().max(64).default('unknown'),
});
export type AuthenticateByInitDataInput = z.input<typeof AuthenticateByInitDataInput>;

/** A bot that members open the Mini App from. */
export interface MiniAppBot {
  organizationId: string;
  token: string;
}

const oldestMs = 24 * 3_600_000;
const clockSkewMs = 60_000;

/**
 * The member behind a Mini App's initData. Each is exchanged once: `initData.used` for a repeat, `initData.invalid` for
 * what no bot of ours signed or what is stale or from the future, `initData.notMember` for strangers.
 */
export async function authenticateByInitData(
  make: ContextFactory,
  input: AuthenticateByInitDataInput,
  bots: readonly MiniAppBot[],
): Promise<{ user: UserView; organizationId: string; authAt: Date }> {
  const { initData, botId, ip } = parseInput(AuthenticateByInitDataInput, input);
  const data = parseInitData(initData);
  const bot = data && signerOf(data, botId ? bots.filter(({ token }) => token.split(':')[0] === botId) : bots);
  if (!data || !bot) throw invalid();
  const ctx = make({
    organizationId: bot.organizationId,
    actor: { kind: 'system', id: null, name: 'sign-in' },
    door: 'api',
  });
  const ageMs = ctx.clock.now().getTime() - data.authAt.getTime();
  if (ageMs > oldestMs || ageMs < -clockSkewMs) throw invalid();
  const row = await ctx.db.user.findFirst({ where: { telegramUserId: data.telegramUserId, disabledAt: null } });
  if (!row) {
    throw new AppError(
      'unauthenticated',
      'initData.notMember',
      'This Telegram account belongs to no member. Ask an admin for an invitation.',
    );
  }
  await useOnce(make, data);
  await inTransaction(
    make({
      organizationId: row.organizationId,
      actor: { kind: 'user', id: row.id, name: row.name, role: row.role, permissions: row.permissions },
      door: 'api',
    }),
    async (tx) =>
      tx.audit({
        action: 'user.signedIn',
        subjectType: 'user',
        subjectId: row.id,
        data: { ip, by: 'telegram', authAt: data.authAt.toISOString() },
      }),
  );
  return { user: toUserView(row), organizationId: row.organizationId, authAt: data.authAt };
}

/** Every bot is tried, so that the time does not tell which one it was. */
function signerOf(data: InitData, bots: readonly MiniAppBot[]): MiniAppBot | null {
  let signer: MiniAppBot | null = null;
  for (const bot of bots) if (isSignedBy(data, bot.token)) signer ??= bot;
  return signer;
}

async function useOnce(make: ContextFactory, data: InitData): Promise<void> {
  const expiresAt = new Date(data.authAt.getTime() + oldestMs + clockSkewMs);
  const { count } = await make.runtime.database.prisma.initDataUse.createMany({
    data: [{ hash: data.fingerprint, expiresAt }],
    skipDuplicates: true,
  });
  if (count === 1) return;
  throw new AppError(
    'unauthenticated',
    'initData.used',
    'This initData was exchanged already. Use the session it gave, or open the Mini App again.',
  );
}

function invalid(): AppError {
  return new AppError(
    'unauthenticated',
    'initData.invalid',
    'This initData is not one that a bot of ours signed within the last day. Open the Mini App again.',
  );
}
