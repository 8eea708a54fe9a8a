import { describe, expect, test } from 'vitest';
import { readForm, textOf } from '#api/middleware/read-form.ts';

const boundary = 'X-BOUNDARY';

function request(body: string | Buffer, chunkBytes: number, contentType = `multipart/form-data; boundary=${boundary}`) {
  const bytes = Buffer.from(body);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, number) =>
    Uint8Array.from(bytes.subarray(number * chunkBytes, (number + 1) * chunkBytes)),
  );
  const stream = ReadableStream.from(chunks);
  return new Request('http://localhost', {
    method: 'POST',
    body: stream,
    duplex: 'half',
    headers: { 'content-type': contentType },
  });
}

async function read(from: Request): Promise<[string, string | null, string][]> {
  const parts: [string, string | null, string][] = [];
  for await (const part of readForm(from)) parts.push([part.name, part.fileName, await textOf(part)]);
  return parts;
}

describe('a form that is read as it comes in', () => {
  test.each([1, 3, 7, 1_000])('has the same parts in pieces of %i bytes', async (chunkBytes) => {
    const form = new FormData();
    form.set('record', 'lead');
    form.set('file', new File(['a;b\r\n--X-BOUNDAR\r\n\r\n1;2'], 'таблица "1".csv'));
    form.set('empty', '');
    const packed = new Response(form);
    const type = packed.headers.get('content-type') ?? '';
    const parts = await read(request(Buffer.from(await packed.arrayBuffer()), chunkBytes, type));
    expect(parts).toEqual([
      ['record', null, 'lead'],
      ['file', 'таблица %221%22.csv', 'a;b\r\n--X-BOUNDAR\r\n\r\n1;2'],
      ['empty', null, ''],
    ]);
  });

  test('passes over what its reader leaves', async () => {
    const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'x'.repeat(100_000)}\r\n`;
    const field = `--${boundary}\r\nContent-Disposition: form-data; name="b"\r\n\r\n1\r\n--${boundary}--\r\n`;
    const names: string[] = [];
    for await (const part of readForm(request(file + field, 999))) names.push(part.name);
    expect(names).toEqual(['file', 'b']);
  });

  test.each([
    ['that breaks off', `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\nhalf`],
    ['without a name', `--${boundary}\r\nContent-Disposition: form-data\r\n\r\nx\r\n--${boundary}--`],
    ['with an endless head', `--${boundary}\r\n${'x'.repeat(10_000)}`],
    ['without its boundary', 'nothing of the kind'],
    ['with too many fields', `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n`.repeat(30)],
  ])('is refused %s', async (_name, body) => {
    await expect(read(request(body, 500))).rejects.toMatchObject({ code: 'bad_request' });
  });

  test('is refused when it is none, and when a plain field is too long', async () => {
    await expect(read(request('{}', 10, 'application/json'))).rejects.toMatchObject({ code: 'unsupported_media_type' });
    const long = `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n${'x'.repeat(70_000)}\r\n--${boundary}--`;
    await expect(read(request(long, 9_999))).rejects.toMatchObject({ code: 'payload_too_large' });
  });
});
