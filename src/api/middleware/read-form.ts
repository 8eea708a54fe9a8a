import { HttpProblem } from '#api/errors.ts';

/** One field of a form that is read as it comes in; what of it was not read is passed over. */
export interface FormPart {
  name: string;
  /** Null for a plain field. */
  fileName: string | null;
  chunks: AsyncGenerator<Uint8Array, void, undefined>;
}

const maxHeadBytes = 8_192;
const maxParts = 20;
const maxTextBytes = 65_536;

/** The parts of a multipart form, one after the other, without ever holding a file. */
export async function* readForm(request: Request): AsyncGenerator<FormPart, void, undefined> {
  const boundary = /^multipart\/form-data;.*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    request.headers.get('content-type') ?? '',
  );
  const text = boundary?.[1] ?? boundary?.[2];
  if (text === undefined || request.body === null)
    throw new HttpProblem('unsupported_media_type', 'This address takes a form: send multipart/form-data.');
  const reader = new PartReader(request.body);
  const delimiter = Buffer.from(`\r\n--${text}`);
  await reader.textUntil(delimiter, maxHeadBytes);
  for (let count = 0; count < maxParts; count += 1) {
    const end = await reader.take(2);
    if (end === '--') return;
    if (end !== '\r\n') throw broken();
    const head = await reader.textUntil(Buffer.from('\r\n\r\n'), maxHeadBytes);
    const part = { ...namesOf(head), chunks: reader.until(delimiter) };
    yield part;
    // What the caller left unread.
    for await (const chunk of part.chunks) void chunk;
  }
  throw new HttpProblem('bad_request', 'The form has too many fields.');
}

/** A plain field's text. */
export async function textOf(part: FormPart): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of part.chunks) {
    size += chunk.byteLength;
    if (size > maxTextBytes) throw new HttpProblem('payload_too_large', `The field ${part.name} is too long.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

class PartReader {
  readonly #source: AsyncIterator<Uint8Array>;
  // The first boundary has no line before it.
  #waiting = Buffer.from('\r\n');

  constructor(body: ReadableStream<Uint8Array>) {
    this.#source = body[Symbol.asyncIterator]();
  }

  /** Bytes up to `delimiter`, which is passed over. */
  async *until(delimiter: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const place = this.#waiting.indexOf(delimiter);
      if (place >= 0) {
        const last = this.#waiting.subarray(0, place);
        this.#waiting = this.#waiting.subarray(place + delimiter.length);
        if (last.length > 0) yield last;
        return;
      }
      const sure = this.#waiting.length - delimiter.length + 1;
      if (sure > 0) {
        const chunk = this.#waiting.subarray(0, sure);
        this.#waiting = this.#waiting.subarray(sure);
        yield chunk;
      }
      await this.#fill();
    }
  }

  async textUntil(delimiter: Buffer, most: number): Promise<string> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of this.until(delimiter)) {
      size += chunk.byteLength;
      if (size > most) throw broken();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  async take(length: number): Promise<string> {
    while (this.#waiting.length < length) await this.#fill();
    const text = this.#waiting.subarray(0, length).toString('latin1');
    this.#waiting = this.#waiting.subarray(length);
    return text;
  }

  async #fill(): Promise<void> {
    const next = await this.#source.next();
    if (next.done) throw broken();
    this.#waiting = this.#waiting.length > 0 ? Buffer.concat([this.#waiting, next.value]) : Buffer.from(next.value);
  }
}

function namesOf(head: string): { name: string; fileName: string | null } {
  const disposition = /^content-disposition:\s*form-data\b(.*)$/im.exec(head)?.[1] ?? '';
  const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) throw broken();
  const encoded = /;\s*filename\*=UTF-8''([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /;\s*filename="([^"]*)"/i.exec(disposition)?.[1];
  return { name, fileName: encoded === undefined ? (plain ?? null) : decoded(encoded) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function broken(): HttpProblem {
  return new HttpProblem('bad_request', 'The form breaks off or cannot be read: send multipart/form-data.', {
    Connection: 'close',
  });
}
