/** One thing that happened in the stand-in, as the chat page and tests hear of it. */
export interface SimEvent {
  seq: number;
  type:
    | 'message'
    | 'edit'
    | 'delete'
    | 'chat'
    | 'user'
    | 'bot'
    | 'action'
    | 'draft'
    | 'callback'
    | 'callback-answer'
    | 'read'
    | 'call'
    | 'delivery'
    | 'fault'
    | 'reset';
  chatKey?: string | undefined;
  messageId?: number | undefined;
  userId?: number | undefined;
  botId?: number | undefined;
  data?: unknown;
}

type Listener = (event: SimEvent) => void;

/** Announces events in order and keeps the last ones, so that a reconnecting listener can catch up. */
export class EventBus {
  readonly #listeners = new Set<Listener>();
  readonly #recent: SimEvent[] = [];
  #seq = 0;

  get lastSeq(): number {
    return this.#seq;
  }

  emit(event: Omit<SimEvent, 'seq'>): void {
    this.#seq += 1;
    const numbered: SimEvent = { ...event, seq: this.#seq };
    this.#recent.push(numbered);
    if (this.#recent.length > 2_000) this.#recent.splice(0, 1_000);
    for (const listener of this.#listeners) listener(numbered);
  }

  /** Listens until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Events after `seq`, or null when some of them are no longer kept. */
  since(seq: number): SimEvent[] | null {
    if (seq > this.#seq) return null;
    const first = this.#recent[0];
    if (seq < this.#seq && (first === undefined || first.seq > seq + 1)) return null;
    return this.#recent.filter((event) => event.seq > seq);
  }
}
