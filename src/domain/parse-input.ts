import type { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { FieldProblem } from '#platform/errors.ts';
import { storable } from '#platform/storable.ts';

/**
 * Parses an operation's input, or refuses it with `input.invalid` and a sentence for each field: which one, what is wrong
 * with its value, what is expected. Characters that the database cannot keep are taken out first.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(storable(input));
  if (parsed.success) return parsed.data;
  throw invalidInput(fieldProblems(parsed.error));
}

/** The error for input whose fields have these problems. */
export function invalidInput(fields: FieldProblem[]): AppError {
  const sentence = fields.map(({ field, problem }) => (field === '' ? problem : `${field}: ${problem}`)).join('; ');
  return new AppError('validation_failed', 'input.invalid', `The input is not valid. ${sentence}.`, {
    fields,
    params: { fields: fields.map(({ field }) => field).join(', ') },
  });
}

/** A zod error as one problem per field, at most twenty. */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ field: [...issue.path, key].map(String).join('.'), problem: 'unknown field' }))
        : [{ field: issue.path.map(String).join('.'), problem: issue.message }],
    )
    .slice(0, 20);
}
