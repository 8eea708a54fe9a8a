import { z } from 'zod';

/** The fields of an import as operations take them. */
export const ImportRecord = z.enum(['contact', 'lead', 'company', 'deal']);

/** Heading of the file → field; null for a column that is not read. Headings left out keep their guess. */
export const ImportMappingInput = z
  .record(z.string().min(1).max(220), z.string().min(1).max(80).nullable())
  .refine((mapping) => Object.keys(mapping).length <= 200, 'at most 200 columns');

export const MatchKey = z.enum(['phoneOrEmail', 'phone', 'email', 'externalId', 'taxId', 'domain', 'name', 'none']);

export const ImportOptions = z.strictObject({
  /** False: rows that match a record are left alone. */
  updateExisting: z.boolean().default(true),
  /** Who owns rows that name nobody; by default who imports. */
  ownerId: z.uuid().nullish(),
  /** The source of leads and deals that name none. */
  source: z.string().trim().min(1).max(60).default('import'),
  /** The persons of this file agreed anew: those who were erased on their request may come back. */
  hasNewConsent: z.boolean().default(false),
});
export type ImportOptions = z.output<typeof ImportOptions>;

export const StoredMapping = z.object({
  columns: z.array(z.object({ heading: z.string(), field: z.string().nullable() })),
  options: ImportOptions,
});
export type StoredMapping = z.output<typeof StoredMapping>;

export const RowReasons = z.array(z.object({ field: z.string(), problem: z.string() }));

export const ImportCounts = z.object({
  total: z.int().default(0),
  new: z.int().default(0),
  update: z.int().default(0),
  conflict: z.int().default(0),
  bad: z.int().default(0),
  /** After it was applied. */
  created: z.int().optional(),
  updated: z.int().optional(),
  /** After it was undone: taken away again, put back, left because somebody changed it since. */
  removed: z.int().optional(),
  restored: z.int().optional(),
  kept: z.int().optional(),
});
export type ImportCounts = z.output<typeof ImportCounts>;
