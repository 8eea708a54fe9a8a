/** Where files live: keys are ours (ASCII, organization first), never a user's file name. */
export interface FileStorage {
  /** Stores bytes durably under a key; the same key and bytes twice is one file. */
  put(key: string, bytes: Uint8Array, mimeType: string): Promise<void>;
  /** A stream of the file, or of the bytes `start`…`end` (both included); null when there is none. */
  open(key: string, range?: { start: number; end: number }): Promise<ReadableStream<Uint8Array> | null>;
  /** The file's size in bytes, or null when there is none. */
  size(key: string): Promise<number | null>;
  delete(key: string): Promise<void>;
}
