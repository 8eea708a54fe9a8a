import { z } from 'zod';

/** The fields of a lead as operations take them. */
export const LeadName = z.string().trim().min(1, 'a name is needed').max(200);
export const LeadNote = z.string().trim().max(10_000);
export const LeadSource = z.string().trim().min(1).max(60);
export const LeadReason = z.string().trim().min(1).max(1_000);
/** The organization's own fields: plain values under short names. */
export const CustomFields = z
  .record(z.string().min(1).max(60), z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]))
  .refine((fields) => Object.keys(fields).length <= 50, 'at most 50 fields');
