import { z } from '@hono/zod-openapi';
import { mergeableRecords } from '#domain/duplicates/policy.ts';
import { DuplicateSide } from '#api/duplicates/views.ts';
import { Moment, Named } from '#api/views.ts';

const Choice = z.enum(['survivor', 'merged', 'both']);
const Counts = z
  .record(z.string(), z.number().int())
  .describe('By kind, such as conversations, tasks, contact_phones.');
const Side = Named.extend({ ownerId: z.string().nullable() });

export const Merge = z
  .object({
    id: z.string(),
    record: z.enum(mergeableRecords),
    survivor: Side,
    merged: Side,
    choices: z.record(z.string(), Choice),
    moved: Counts,
    mergedBy: Named.nullable(),
    mergedAt: Moment,
    undoUntil: Moment,
    undoneAt: Moment.nullable(),
    undoneBy: Named.nullable(),
    canUndo: z.boolean(),
  })
  .openapi('Merge');

const SideWithVersion = DuplicateSide.extend({ version: z.number().int() });

export const MergePreview = z
  .object({
    record: z.enum(mergeableRecords),
    survivor: SideWithVersion,
    merged: SideWithVersion,
    fields: z.array(
      z.object({
        key: z.string().describe('As it stands in `choices`; `contact.` in front is the person of a lead.'),
        survivor: z.string().nullable(),
        merged: z.string().nullable(),
        choice: Choice.describe('What is kept when nothing is chosen.'),
        isDecided: z.boolean().describe('Both say the same, or one of them nothing.'),
        mayKeepBoth: z.boolean(),
      }),
    ),
    moves: Counts,
  })
  .openapi('MergePreview');
