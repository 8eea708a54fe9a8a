import { z } from '@hono/zod-openapi';
import { maxUploadBytes, uploadFile } from '#domain/files/upload-file.ts';
import { requirePermission } from '#domain/permissions.ts';
import { HttpProblem } from '#api/errors.ts';
import { signFileUrl } from '#api/files/file-links.ts';
import { answer, defineRoute } from '#api/route.ts';

const Uploaded = z
  .object({
    id: z.string(),
    name: z.string(),
    mimeType: z.string().describe('What the bytes say it is.'),
    sizeBytes: z.number().int(),
    url: z.string(),
  })
  .openapi('UploadedFile');

export const uploadFileRoute = defineRoute(
  {
    method: 'post',
    path: '/api/files',
    operationId: 'uploadFile',
    tags: ['Files'],
    summary: 'Store a file, such as one to attach to an e-mail',
    description: 'At most 20 MB; programs and scripts are refused.',
    request: {
      body: {
        required: true,
        content: {
          // Written out, because a schema of zod would read the whole form before it is measured.
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['file'],
              properties: { file: { type: 'string', format: 'binary' } },
            },
          },
        },
      },
    },
    responses: { 201: answer(Uploaded, 'The stored file, with a link that works for an hour.') },
  },
  async (c) => {
    requirePermission(c.get('ctx'), 'conversations.reply');
    const form = await readForm(await c.req.arrayBuffer(), c.req.header('content-type') ?? '');
    const file = form.get('file');
    if (!(file instanceof File)) throw new HttpProblem('bad_request', 'Send the file in the form field `file`.');
    const bytes = new Uint8Array(await file.arrayBuffer());
    const stored = await uploadFile(c.get('ctx'), { name: file.name || 'file', bytes });
    return c.json({ ...stored, url: signFileUrl(c.get('deps'), stored.id) }, 201);
  },
  { permission: 'conversations.reply', uploadBytes: maxUploadBytes + 100_000, isIdempotent: true },
);

async function readForm(bytes: ArrayBuffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new HttpProblem('bad_request', 'The body is not a form: send multipart/form-data.');
  }
}
