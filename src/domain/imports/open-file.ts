import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import type { OpenBytes } from '#platform/spreadsheet/read-table.ts';
import { SpreadsheetError } from '#platform/spreadsheet/spreadsheet-error.ts';

/** Opens a stored file for the table reader; `file.unreadable` when it is not there any more. */
export function openStored(ctx: Context, storageKey: string): OpenBytes {
  return async (bytes) => {
    const range = bytes === undefined ? undefined : { start: 0, end: bytes - 1 };
    const size = await ctx.ports.storage.size(storageKey);
    if (size === 0) return nothing();
    const stream = await ctx.ports.storage.open(storageKey, range);
    if (!stream) throw unreadable('The file is not there any more. Send it again.');
    return stream;
  };
}

/** The refusal of a file that is no table, in the words of the reader. */
export function unreadable(sentence: string): AppError {
  return new AppError('validation_failed', 'file.unreadable', sentence, {
    fields: [{ field: 'file', problem: sentence }],
  });
}

/** What the reader threw, as a refusal where it is about the file. */
export function asRefusal(error: unknown): unknown {
  return error instanceof SpreadsheetError ? unreadable(error.message) : error;
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
}
