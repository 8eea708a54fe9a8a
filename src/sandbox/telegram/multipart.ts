import type { UploadedFile } from './call.ts';

export interface MultipartForm {
  fields: Record<string, string>;
  files: Map<string, UploadedFile>;
}

/**
 * Reads `multipart/form-data` as forgivingly as Telegram does: file names may be bare, quoted, in UTF-8 or in the
 * `filename*` form, which stricter parsers refuse. Null when the body has no such form.
 */
export function parseMultipart(contentType: string, body: Buffer): MultipartForm | null {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return null;
  const form: MultipartForm = { fields: {}, files: new Map() };
  const delimiter = Buffer.from(`--${mark}`);
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const begin = at + delimiter.length;
    const next = body.indexOf(delimiter, begin);
    if (next < 0) break;
    readPart(body.subarray(begin, next), form);
    at = next;
  }
  return form;
}

function readPart(part: Buffer, form: MultipartForm): void {
  const headEnd = part.indexOf('\r\n\r\n');
  if (headEnd < 0) return;
  const head = part.subarray(0, headEnd).toString('utf8');
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
  const name = parameterOf(disposition, 'name');
  if (name === undefined) return;
  const content = part.subarray(headEnd + 4, part.length - 2);
  const fileName = parameterOf(disposition, 'filename');
  if (fileName === undefined) {
    form.fields[name] = content.toString('utf8');
    return;
  }
  const mimeType = /^content-type:\s*([^;\s]+)/im.exec(head)?.[1] ?? '';
  form.files.set(name, { bytes: new Uint8Array(content), fileName, mimeType });
}

function parameterOf(disposition: string, parameter: string): string | undefined {
  const extended = new RegExp(`;\\s*${parameter}\\*=UTF-8''([^;\\s]+)`, 'i').exec(disposition)?.[1];
  if (extended !== undefined) return decodeURIComponent(extended);
  const match = new RegExp(`;\\s*${parameter}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\r\\n]*))`, 'i').exec(disposition);
  return match === null ? undefined : (match[1]?.replace(/\\(.)/g, '$1') ?? match[2]?.trim() ?? '');
}
