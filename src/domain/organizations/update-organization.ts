import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { BusinessHours } from '#domain/organizations/business-hours.ts';
import { toOrganizationView } from '#domain/organizations/organization-view.ts';
import type { OrganizationView } from '#domain/organizations/organization-view.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { rescheduleForZone } from '#domain/tasks/reschedule-for-zone.ts';
import { inTransaction } from '#domain/transaction.ts';
import { TimeZone, UserLanguage } from '#domain/users/user-fields.ts';

const Country = z.string().toUpperCase().refine(isSupportedCountry, 'this is not a country code such as RU');
const MinuteOfDay = z.int().min(0).max(1_440);

export const UpdateOrganizationInput = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  timeZone: TimeZone.optional(),
  language: UserLanguage.optional(),
  defaultCountry: Country.optional(),
  ownApprovalAllowed: z.boolean().optional(),
  approvalDeadlineMinutes: z.int().min(1).max(10_080).optional(),
  callConsentRequired: z.boolean().optional(),
  callingFromMinute: MinuteOfDay.optional(),
  callingToMinute: MinuteOfDay.optional(),
  hoursBetweenCalls: z.int().min(0).max(720).optional(),
  maxCallsPerDay: z.int().min(1).max(20).optional(),
  costCapCents: z.int().min(1).max(1_000_000).optional(),
  dailyBudgetCents: z.int().min(0).max(100_000_000).optional(),
  allowedCountries: z
    .array(Country)
    .min(1)
    .max(250)
    .transform((list) => [...new Set(list)])
    .optional(),
  assignmentRule: z.enum(['least_loaded', 'round_robin', 'nobody']).optional(),
  /** Open leads that one person gets by rule at most; null is no limit. */
  assignmentLoadCap: z.int().min(1).max(1_000).nullish(),
  /** After so many minutes of silence a client goes back to everybody; null never. */
  returnToQueueMinutes: z.int().min(5).max(10_080).nullish(),
  /** Within business hours. */
  firstReplySlaMinutes: z.int().min(1).max(10_080).optional(),
  businessHours: BusinessHours.optional(),
});
export type UpdateOrganizationInput = z.input<typeof UpdateOrganizationInput>;

/** Changes the organization's policy; what is not given stays. Calling hours must begin before they end. */
export async function updateOrganization(ctx: Context, input: UpdateOrganizationInput): Promise<OrganizationView> {
  requirePermission(ctx, 'settings.write');
  const data = onlyGiven(parseInput(UpdateOrganizationInput, input));
  return inTransaction(ctx, async (tx) => {
    const before = await tx.db.organization.findFirstOrThrow({ select: { timeZone: true } });
    const row = await tx.db.organization.update({ where: { id: ctx.organizationId }, data });
    if (row.callingFromMinute >= row.callingToMinute) {
      throw invalidInput([{ field: 'callingToMinute', problem: 'calling hours must end after they begin' }]);
    }
    if (row.timeZone !== before.timeZone) {
      const followers = await tx.db.user.findMany({ where: { timeZone: null }, select: { id: true } });
      const userIds = followers.map(({ id }) => id);
      await rescheduleForZone(tx, { userIds, from: before.timeZone, to: row.timeZone });
    }
    tx.audit({
      action: 'organization.updated',
      subjectType: 'organization',
      subjectId: row.id,
      data: { changes: data },
    });
    tx.event('settings.changed', row.id, { key: 'organization' });
    return toOrganizationView(row);
  });
}
