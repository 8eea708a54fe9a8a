/** Where files live: keys are ours (ASCII, organization first), never a user's file name. */
export interface FileStorage {
  /** Stores bytes durably under a key; the same key and bytes twice is one file. */
  put(key: string, bytes: Uint8Array, mimeType: string): Promise<void>;
  /**
   * Stores what `chunks` give, without ever holding the whole of it; nothing is there under the key when they break off.
   * Refuses with AppError `payload_too_large` beyond `maxBytes`.
   */
  putStream(
    key: string,
    chunks: AsyncIterable<Uint8Array>,
    options: { mimeType: string; maxBytes: number },
  ): Promise<StoredStream>;
  /** A stream of the file, or of the bytes `start`…`end` (both included); null when there is none. */
  open(key: string, range?: { start: number; end: number }): Promise<ReadableStream<Uint8Array> | null>;
  /** The file's size in bytes, or null when there is none. */
  size(key: string): Promise<number | null>;
  delete(key: string): Promise<void>;
}

/** What a stream turned out to be once it was stored. */
export interface StoredStream {
  sizeBytes: number;
  /** Lower-case hex. */
  sha256: string;
}
