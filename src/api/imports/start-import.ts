import type { Context } from '#domain/context.ts';
import { maxImportBytes, startImport, storeImportFile } from '#domain/imports/start-import.ts';
import type { StartImportInput } from '#domain/imports/start-import.ts';
import { HttpProblem } from '#api/errors.ts';
import { Import, toImport } from '#api/imports/views.ts';
import { readForm, textOf } from '#api/middleware/read-form.ts';
import { answer, defineRoute } from '#api/route.ts';

const text = { type: 'string' } as const;

export const startImportRoute = defineRoute(
  {
    method: 'post',
    path: '/api/imports',
    operationId: 'startImport',
    tags: ['Import and export'],
    summary: 'Import a table: upload it and have its rows checked',
    description:
      'A CSV (UTF-8, UTF-16 or Windows-1251, with ; , or tab) or XLSX file of at most 100 MB and 200,000 rows, whose first row names the columns. ' +
      'Nothing is written to the records before the import is applied.',
    request: {
      body: {
        required: true,
        content: {
          // Written out, because a schema of zod would read the whole file before the handler could let it through.
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['file', 'record'],
              properties: {
                file: { type: 'string', format: 'binary' },
                record: { ...text, enum: ['contact', 'lead', 'company', 'deal'] },
                mapping: { ...text, description: 'JSON: heading → field, or null for a column that is not read.' },
                matchKey: { ...text, description: 'The field that says which record a row means.' },
                options: {
                  ...text,
                  description: 'JSON: `updateExisting`, `ownerId`, `source`, `hasNewConsent`.',
                },
              },
            },
          },
        },
      },
    },
    responses: { 201: answer(Import, 'The import, whose rows are being checked.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const input = await readFields(ctx, c.req.raw);
    return c.json(toImport(await startImport(ctx, input)), 201);
  },
  { permission: 'data.import', streamsBody: true },
);

async function readFields(ctx: Context, request: Request): Promise<StartImportInput> {
  if (Number(request.headers.get('content-length') ?? 0) > maxImportBytes + 200_000)
    throw new HttpProblem('payload_too_large', 'The file is larger than 100 MB.', { Connection: 'close' });
  const fields = new Map<string, string>();
  let fileId: string | undefined;
  for await (const part of readForm(request)) {
    if (part.name !== 'file') fields.set(part.name, await textOf(part));
    else if (fileId === undefined)
      ({ fileId } = await storeImportFile(ctx, { name: part.fileName ?? 'import', chunks: part.chunks }));
  }
  if (fileId === undefined) throw new HttpProblem('bad_request', 'Send the table in the form field `file`.');
  const { record, matchKey, ...rest } = Object.fromEntries(fields);
  const input = {
    ...rest,
    fileId,
    record,
    ...(matchKey ? { matchKey } : {}),
    ...jsonField(rest, 'mapping'),
    ...jsonField(rest, 'options'),
  };
  // The operation itself checks every field of it.
  return input as StartImportInput;
}

function jsonField(fields: Record<string, string>, name: string): Record<string, unknown> {
  const value = fields[name];
  if (value === undefined) return {};
  try {
    return { [name]: JSON.parse(value) as unknown };
  } catch {
    throw new HttpProblem('bad_request', `The field ${name} is not valid JSON.`);
  }
}
