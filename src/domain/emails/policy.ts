import { AppError } from '#platform/errors.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import { visibleContacts } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { visibleDeals } from '#domain/deals/policy.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { seesAll } from '#domain/permissions.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/**
 * Which e-mails the actor may see: all, or those they wrote and those of records that they see. The narrowest record that
 * an e-mail names decides: one about a colleague's lead does not show because its contact does.
 */
export function visibleEmails(ctx: Context): Prisma.EmailWhereInput {
  if (seesAll(ctx.actor, 'leads.readAll')) return {};
  const written = ctx.actor.kind === 'user' ? [{ authorId: ctx.actor.id }] : [];
  return {
    OR: [
      ...written,
      { lead: visibleLeads(ctx) },
      { leadId: null, deal: visibleDeals(ctx) },
      { leadId: null, dealId: null, contact: visibleContacts(ctx) },
    ],
  };
}

/** The e-mail's row, or `email.notFound` when it is not there or not the actor's to see. */
export async function requireEmail(ctx: Context, db: TenantDb, emailId: string) {
  const row = await db.email.findFirst({ where: { AND: [{ id: emailId }, visibleEmails(ctx)] } });
  if (!row) throw notFound('email');
  return row;
}

/** Refuses members: what only a job does when the mail server has answered. */
export function requireMailJob(ctx: Context): void {
  if (ctx.actor.kind === 'system') return;
  throw new AppError('forbidden', 'permission.missing', 'Members do not do this; it happens when mail is sent.', {
    params: { permission: 'system' },
  });
}
