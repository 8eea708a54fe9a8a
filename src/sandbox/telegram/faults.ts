import { z } from 'zod';

/** A fault to inject into Bot API calls. The first rule that matches a call is used up by one. */
export const faultSchema = z.object({
  /** Method name, any case; `*` = every method but getUpdates. */
  method: z.string(),
  chatId: z.union([z.number(), z.string()]).optional(),
  /** Only calls whose parameters contain this text. */
  contains: z.string().optional(),
  times: z.union([z.number().int().positive(), z.literal('always')]).default(1),
  /** HTTP status of the refusal; left out = only the latency (or the drop) happens. */
  status: z.number().int().min(300).max(599).optional(),
  description: z.string().optional(),
  retryAfter: z.number().int().nonnegative().optional(),
  migrateToChatId: z.number().int().optional(),
  latencyMs: z.number().int().nonnegative().optional(),
  /** True = the method is carried out first, and only its answer is lost. */
  afterEffect: z.boolean().default(false),
  /** Cuts the connection instead of answering. */
  drop: z.boolean().default(false),
  /** Answers this text with status 200 (or `status`) instead of JSON: a proxy's page, half a body. */
  rawBody: z.string().optional(),
});
export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema> & { id: number; used: number };

/** The rules in force, first come first served. */
export class Faults {
  #rules: Fault[] = [];
  #nextId = 1;

  add(input: FaultInput): Fault {
    const fault: Fault = { ...faultSchema.parse(input), id: this.#nextId, used: 0 };
    this.#nextId += 1;
    this.#rules.push(fault);
    return fault;
  }

  list(): Fault[] {
    return [...this.#rules];
  }

  /** Ends one rule, or all. */
  clear(id?: number): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
  }

  /** The rule for this call, counted as used. */
  take(method: string, params: Record<string, unknown>): Fault | undefined {
    const name = method.toLowerCase();
    const rule = this.#rules.find((candidate) => matches(candidate, name, params));
    if (rule === undefined) return undefined;
    rule.used += 1;
    if (rule.times !== 'always' && rule.used >= rule.times) this.clear(rule.id);
    return rule;
  }
}

function matches(rule: Fault, method: string, params: Record<string, unknown>): boolean {
  if (rule.method === '*' ? method === 'getupdates' : rule.method.toLowerCase() !== method) return false;
  if (rule.chatId !== undefined && String(params['chat_id']) !== String(rule.chatId)) return false;
  return rule.contains === undefined || JSON.stringify(params).includes(JSON.stringify(rule.contains).slice(1, -1));
}
