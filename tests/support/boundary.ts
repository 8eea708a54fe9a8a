/** A place between two steps of the product at which it may die, as seen from outside of it. */
export interface Boundary {
  /** `telegram`, `retell`, `openai`: requests to the outside; `incoming`: requests to the product; `database`, `queue`: commits. */
  channel: string;
  /** What is asked for, without ids, such as `POST /v2/create-phone-call` or `insert leads+events`. */
  what: string;
  /** `before`: nothing has happened yet; `effect`: it has happened and the asker does not know; `answered`: the asker knows. */
  phase: 'before' | 'effect' | 'answered';
}

/** Hears of each boundary while both sides wait; `cut` breaks the connection there. */
export type Gate = (boundary: Boundary) => Promise<'pass' | 'cut'>;

export const openGate: Gate = async () => 'pass';

/** One word for a boundary, the same in every run. */
export function boundaryName({ channel, what, phase }: Boundary): string {
  return `${channel}: ${what} (${phase})`;
}
