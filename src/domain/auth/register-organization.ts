import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { hashPassword } from '#domain/auth/password.ts';
import type { Context, ContextFactory } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { createDefaultPipeline } from '#domain/pipelines/create-default-pipeline.ts';
import { inTransaction } from '#domain/transaction.ts';
import { emailTaken } from '#domain/users/create-user.ts';
import { Password, UserEmail, UserLanguage, UserName } from '#domain/users/user-fields.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const RegisterOrganizationInput = z.strictObject({
  name: UserName,
  email: UserEmail,
  password: Password,
  organizationName: z.string().trim().min(1).max(120).nullish(),
  language: UserLanguage.optional(),
});
export type RegisterOrganizationInput = z.input<typeof RegisterOrganizationInput>;

export interface RegistrationOptions {
  registration: 'open' | 'closed';
  /** Runs after the organization's own rows are there, such as to add the voice agent of the environment. */
  onRegistered?: (ctx: Context) => Promise<void>;
}

/**
 * Makes an organization with its first admin. The first registration takes the default organization, which uses the
 * services of the environment; with `closed` every later one is refused by `registration.closed`.
 */
export async function registerOrganization(
  make: ContextFactory,
  input: RegisterOrganizationInput,
  options: RegistrationOptions,
): Promise<{ organizationId: string; user: UserView }> {
  const data = parseInput(RegisterOrganizationInput, input);
  const { prisma } = make.runtime.database;
  const passwordHash = await hashPassword(data.password);
  if (await prisma.user.findUnique({ where: { email: data.email }, select: { id: true } })) throw emailTaken();
  for (;;) {
    const organization = await findOrCreateOrganization(make, data.organizationName ?? data.name, options.registration);
    const ctx = make({
      organizationId: organization.id,
      actor: { kind: 'system', id: null, name: 'registration' },
      door: 'api',
    });
    const user = await addFirstAdmin(ctx, organization.isDefault, { ...data, passwordHash });
    if (user === 'taken') continue;
    if (user === 'emailTaken') {
      if (!organization.isDefault) await prisma.organization.deleteMany({ where: { id: organization.id } });
      throw emailTaken();
    }
    await options.onRegistered?.(ctx);
    return { organizationId: organization.id, user };
  }
}

/** The default organization while no registration has claimed it, or a new one. */
async function findOrCreateOrganization(make: ContextFactory, name: string, registration: 'open' | 'closed') {
  const { prisma } = make.runtime.database;
  const found = await prisma.organization.findFirst({
    where: { isDefault: true },
    select: { id: true, claimedAt: true },
  });
  if (!found) {
    await prisma.organization.createMany({ data: [{ id: newId(), name, isDefault: true }], skipDuplicates: true });
    const made = await prisma.organization.findFirstOrThrow({ where: { isDefault: true }, select: { id: true } });
    return { id: made.id, isDefault: true };
  }
  if (found.claimedAt === null) return { id: found.id, isDefault: true };
  if (registration === 'closed') {
    throw new AppError('forbidden', 'registration.closed', 'Registration is closed here. Ask an admin for an invite.');
  }
  const made = await prisma.organization.create({ data: { id: newId(), name }, select: { id: true } });
  return { id: made.id, isDefault: false };
}

async function addFirstAdmin(
  ctx: Context,
  claimsDefault: boolean,
  data: z.output<typeof RegisterOrganizationInput> & { passwordHash: string },
): Promise<UserView | 'taken' | 'emailTaken'> {
  return inTransaction(ctx, async (tx) => {
    // Of two first registrations only one claims it.
    const { count } = await tx.db.organization.updateMany({
      where: { claimedAt: null },
      data: {
        claimedAt: ctx.clock.now(),
        ...(claimsDefault && data.organizationName ? { name: data.organizationName } : {}),
        ...(data.language ? { language: data.language } : {}),
      },
    });
    if (count === 0) return 'taken';
    const organization = await tx.db.organization.findFirstOrThrow({ select: { language: true } });
    const [row] = await tx.db.user.createManyAndReturn({
      data: [
        {
          id: newId(),
          name: data.name,
          email: data.email,
          passwordHash: data.passwordHash,
          role: 'admin',
          language: organization.language,
          tokensValidFrom: ctx.clock.now(),
        },
      ],
      skipDuplicates: true,
    });
    if (!row) return 'emailTaken';
    await createDefaultPipeline(tx);
    tx.audit({
      action: 'organization.registered',
      subjectType: 'organization',
      subjectId: ctx.organizationId,
      data: { adminId: row.id },
    });
    tx.event('user.changed', row.id, {});
    return toUserView(row);
  });
}
