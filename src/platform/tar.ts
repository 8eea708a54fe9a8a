const blockBytes = 512;

/** One file of an archive; `sizeBytes` must be what `chunks` give. */
export interface TarEntry {
  /** Plain ASCII, at most 100 characters. */
  path: string;
  sizeBytes: number;
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A tar archive (ustar) of the entries, written while they are read. Throws when an entry is not as long as it says. */
export async function* writeTar(
  entries: AsyncIterable<TarEntry>,
  modifiedAt: Date,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const { path, sizeBytes, chunks } of entries) {
    yield header(path, sizeBytes, modifiedAt);
    let written = 0;
    for await (const chunk of chunks) {
      written += chunk.byteLength;
      yield chunk;
    }
    if (written !== sizeBytes) throw new Error(`${path} has ${written} bytes instead of ${sizeBytes}.`);
    const rest = written % blockBytes;
    if (rest > 0) yield Buffer.alloc(blockBytes - rest);
  }
  yield Buffer.alloc(blockBytes * 2);
}

function header(path: string, sizeBytes: number, modifiedAt: Date): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(path)) throw new Error(`${path} cannot be a path in an archive.`);
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, place: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, place, 'latin1');
  block.write(path, 0, 'latin1');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(sizeBytes, 124, 12);
  octal(Math.floor(modifiedAt.getTime() / 1_000), 136, 12);
  block.write('        0', 148, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
