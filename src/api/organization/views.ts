import { z } from '@hono/zod-openapi';
import { readBusinessHours } from '#domain/organizations/business-hours.ts';
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
    assignmentRule: z
      .enum(['least_loaded', 'round_robin', 'nobody'])
      .describe('How what comes in finds its owner; `nobody` shows it to everybody on duty.'),
    assignmentLoadCap: z.number().int().nullable().describe('Open leads that one person gets by rule at most.'),
    returnToQueueMinutes: z
      .number()
      .int()
      .nullable()
      .describe('A client whom the owner left without an answer for so long goes back to everybody.'),
    firstReplySlaMinutes: z.number().int().describe('Within business hours.'),
    businessHours: z
      .record(z.string(), z.array(z.number().int()))
      .describe('Per ISO weekday the minutes after midnight [from, to]; a day that is absent is closed.'),
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
  const { assignmentRule, assignmentLoadCap, returnToQueueMinutes, firstReplySlaMinutes } = organization;
  const businessHours = hoursOf(organization.businessHours);
  return {
    ...{ id, name, isDefault, timeZone, language, defaultCountry, createdAt, updatedAt },
    ...{ ownApprovalAllowed, approvalDeadlineMinutes, callConsentRequired, allowedCountries },
    ...{ callingFromMinute, callingToMinute, hoursBetweenCalls, maxCallsPerDay, costCapCents, dailyBudgetCents },
    ...{ assignmentRule, assignmentLoadCap, returnToQueueMinutes, firstReplySlaMinutes, businessHours },
  };
}

function hoursOf(stored: unknown): Record<string, number[]> {
  const days = Object.entries(readBusinessHours(stored) ?? {});
  return Object.fromEntries(days.flatMap(([day, span]) => (span ? [[day, [...span]]] : [])));
}
