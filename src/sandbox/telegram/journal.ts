import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const operationSchema = z.tuple([z.string(), z.string(), z.unknown()]);
const lineSchema = z.array(operationSchema);
type Operation = z.infer<typeof operationSchema>;

/** A keyed set of records; every change goes to the journal it was made by. */
export interface Collection<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  delete(key: string): void;
  values(): IterableIterator<T>;
  readonly size: number;
}

/**
 * An append-only file of changes: one line holds the changes of one act, so an act is on disk whole or not at all.
 * Written with `appendFileSync` before the act is acknowledged, it survives SIGKILL of the process. Without a file
 * everything lives in memory.
 */
export class Journal {
  readonly #file: string | undefined;
  readonly #collections = new Map<string, Map<string, unknown>>();
  #pending: Operation[] = [];
  #linesSinceCompaction = 0;
  #compactAfterLines: number;

  constructor(file: string | undefined, compactAfterLines = 20_000) {
    this.#file = file;
    this.#compactAfterLines = compactAfterLines;
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file)) this.#load(file);
  }

  /** The collection of that name. The caller owns its type: only this process's own records are read back. */
  collection<T>(name: string): Collection<T> {
    const map = this.#mapOf(name) as Map<string, T>;
    const pending = (key: string, value: unknown): void => {
      this.#pending.push([name, key, value]);
    };
    return {
      get: (key) => map.get(key),
      put: (key, value) => {
        map.set(key, value);
        pending(key, value);
      },
      delete: (key) => {
        if (map.delete(key)) pending(key, null);
      },
      values: () => map.values(),
      get size() {
        return map.size;
      },
    };
  }

  /** Puts the changes made since the last flush on disk as one line. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const operations = this.#pending;
    this.#pending = [];
    if (this.#file === undefined) return;
    appendFileSync(this.#file, `${JSON.stringify(operations)}\n`);
    this.#linesSinceCompaction += 1;
    if (this.#linesSinceCompaction >= this.#compactAfterLines) this.compact();
  }

  /** Rewrites the file as one line per record; the old file stays whole until the new one is in its place. */
  compact(): void {
    if (this.#file === undefined) return;
    const next = `${this.#file}.next`;
    const handle = openSync(next, 'w');
    try {
      for (const [name, map] of this.#collections) {
        for (const [key, value] of map) writeSync(handle, `${JSON.stringify([[name, key, value]])}\n`);
      }
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(next, this.#file);
    this.#linesSinceCompaction = 0;
    this.#pending = [];
    const records = [...this.#collections.values()].reduce((sum, map) => sum + map.size, 0);
    this.#compactAfterLines = Math.max(20_000, records);
  }

  #mapOf(name: string): Map<string, unknown> {
    const known = this.#collections.get(name);
    if (known !== undefined) return known;
    const made = new Map<string, unknown>();
    this.#collections.set(name, made);
    return made;
  }

  #load(file: string): void {
    const lines = readFileSync(file, 'utf8').split('\n');
    // What stands after the last newline is an act that was cut off by a kill: it was never acknowledged.
    const torn = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') continue;
      for (const [name, key, value] of lineSchema.parse(JSON.parse(line))) {
        const map = this.#mapOf(name);
        if (value === null) map.delete(key);
        else map.set(key, value);
      }
    }
    this.#linesSinceCompaction = lines.length;
    if (torn !== '' || lines.length >= 5_000) this.compact();
  }
}
