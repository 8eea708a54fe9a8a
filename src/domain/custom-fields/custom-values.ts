import { z } from 'zod';

/** The value of one field of the organization's own. */
export const CustomValue = z.union([
  z.string().max(2_000),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string().max(200)).max(50),
]);
export type CustomValue = z.output<typeof CustomValue>;

/** Values under the keys of the organization's own fields. */
export const CustomValues = z
  .record(z.string().min(1).max(60), CustomValue)
  .refine((values) => Object.keys(values).length <= 50, 'at most 50 fields');
export type CustomValues = z.output<typeof CustomValues>;
