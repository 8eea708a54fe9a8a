import { z } from '@hono/zod-openapi';
import type { OrganizationView } from '#domain/organizations/organization-view.ts';
import { Moment } from '#api/views.ts';

export const Organization = z
  .object({
    id: z.string(),
    name: z.string(),
    isDefault: z.boolean().describe('The default organization uses the services of the environment.'),
    timeZone: z.string(),
    language: z.enum(['ru', 'en']),
    defaultCountry: z.string().describe('How numbers without a country code are read.'),
    ownApprovalAllowed: z.boolean().describe('Whether somebody may approve the call that they asked for.'),
    approvalDeadlineMinutes: z.number().int(),
    callConsentRequired: z.boolean(),
    callingFromMinute: z.number().int().describe('Minutes after midnight where the client is.'),
    callingToMinute: z.number().int(),
    hoursBetweenCalls: z.number().int().describe('Between two calls to one number.'),
    maxCallsPerDay: z.number().int().describe('To one number.'),
    costCapCents: z.number().int().describe('The most that a request may allow a call to cost.'),
    dailyBudgetCents: z.number().int(),
    allowedCountries: z.array(z.string()),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .openapi('Organization');

/** An organization with its policy. */
export function toOrganization(organization: OrganizationView) {
  const { id, name, isDefault, timeZone, language, defaultCountry, createdAt, updatedAt } = organization;
  const { ownApprovalAllowed, approvalDeadlineMinutes, callConsentRequired, allowedCountries } = organization;
  const { callingFromMinute, callingToMinute, hoursBetweenCalls, maxCallsPerDay } = organization;
  const { costCapCents, dailyBudgetCents } = organization;
  return {
    ...{ id, name, isDefault, timeZone, language, defaultCountry, createdAt, updatedAt },
    ...{ ownApprovalAllowed, approvalDeadlineMinutes, callConsentRequired, allowedCountries },
    ...{ callingFromMinute, callingToMinute, hoursBetweenCalls, maxCallsPerDay, costCapCents, dailyBudgetCents },
  };
}
