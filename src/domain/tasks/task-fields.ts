import { z } from 'zod';
import { invalidInput } from '#domain/parse-input.ts';
import { TimeZone } from '#domain/users/user-fields.ts';

/** The fields of a task as operations take them. */
export const TaskTitle = z.string().trim().min(1, 'say what is to be done').max(500);
export const TaskNote = z.string().trim().max(10_000);
/** A moment as a Date, or as ISO 8601 text with its offset. */
export const TaskMoment = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);

/** When a task is due: a moment (`dueAt`), or a day of its owner (`dueOn`); null takes the date away. */
export const taskDueFields = {
  dueAt: TaskMoment.nullish(),
  dueOn: z.iso.date().nullish(),
  /** The zone in which the time was agreed; without one the task follows its owner's zone. */
  dueTimeZone: TimeZone.nullish(),
};

/** Refuses a time and a day at once. */
export function requireOneDue(data: { dueAt?: Date | null | undefined; dueOn?: string | null | undefined }): void {
  if (data.dueAt && data.dueOn)
    throw invalidInput([{ field: 'dueOn', problem: 'give either a time (dueAt) or a day (dueOn)' }]);
}
