import { z } from 'zod';

/** The fields of a lead as operations take them. */
export const LeadName = z.string().trim().min(1, 'a name is needed').max(200);
export const LeadNote = z.string().trim().max(10_000);
export const LeadSource = z.string().trim().min(1).max(60);
export const LeadReason = z.string().trim().min(1).max(1_000);
export { CustomValues as CustomFields } from '#domain/custom-fields/custom-values.ts';
