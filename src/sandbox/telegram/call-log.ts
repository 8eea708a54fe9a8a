/** One Bot API call as it was received and answered. */
export interface CallEntry {
  seq: number;
  atMs: number;
  botId: number;
  method: string;
  params: Record<string, unknown>;
  status: number;
  ok: boolean;
  result?: unknown;
  description?: string | undefined;
  /** The answer never reached the caller, or was replaced by an injected fault. */
  faultId?: number | undefined;
  /** Whether the method itself was carried out (a fault with `afterEffect` answers an error although it was). */
  wasExecuted: boolean;
}

const keptEntries = 20_000;

/** The calls a bot made, newest last; `getUpdates` is left out because it says nothing. */
export class CallLog {
  readonly #entries: CallEntry[] = [];
  #seq = 0;

  add(entry: Omit<CallEntry, 'seq'>): CallEntry {
    this.#seq += 1;
    const numbered = { ...entry, seq: this.#seq };
    this.#entries.push(numbered);
    if (this.#entries.length > keptEntries) this.#entries.splice(0, keptEntries / 2);
    return numbered;
  }

  list(filter: {
    afterSeq?: number | undefined;
    method?: string | undefined;
    botId?: number | undefined;
  }): CallEntry[] {
    const method = filter.method?.toLowerCase();
    return this.#entries.filter(
      (entry) =>
        entry.seq > (filter.afterSeq ?? 0) &&
        (method === undefined || entry.method.toLowerCase() === method) &&
        (filter.botId === undefined || entry.botId === filter.botId),
    );
  }
}
