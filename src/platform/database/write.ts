/** A statement that writes many rows at once, whose first parameter is always the organization. */
export interface Write<Values extends readonly unknown[]> {
  readonly text: string;
  /** Never present: carries the types of the parameters. */
  readonly types?: (values: Values) => void;
}

/**
 * Defines a set-based write. `$1` is bound to the organization by the transaction, never by the caller, and the text must
 * compare `organization_id` with it; a text that does not is refused when the module loads.
 */
export function defineWrite<Values extends readonly unknown[]>(text: string): Write<Values> {
  if (!/organization_id\s*=\s*\$1\b/.test(text))
    throw new Error(`A write is not scoped: organization_id = $1 is missing in ${text.slice(0, 100)}`);
  return { text };
}

/** Runs writes for one organization inside a transaction; returns how many rows were written. */
export type TenantWrite = <Values extends readonly unknown[]>(
  write: Write<Values>,
  ...values: Values
) => Promise<number>;

/** A writer whose every statement is bound to one organization and to the connection of one transaction. */
export function bindWrites(
  execute: (text: string, values: unknown[]) => Promise<number>,
  organizationId: string,
): TenantWrite {
  return (write, ...values) => execute(write.text, [organizationId, ...values]);
}
