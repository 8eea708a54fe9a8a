import type { ContextFactory } from '#domain/context.ts';
import { messageOf } from '#platform/errors.ts';

/** One row that a sweep found, of any organization. */
export interface FoundRow {
  id: string;
  organizationId: string;
}

/**
 * Works on each found row in its own organization's context; a row that fails is logged and does not hold up the others.
 * Returns on how many something was done.
 */
export async function workOnEach(
  make: ContextFactory,
  sweep: string,
  rows: FoundRow[],
  work: (ctx: ReturnType<ContextFactory>, id: string) => Promise<boolean>,
): Promise<number> {
  let done = 0;
  for (const { id, organizationId } of rows) {
    const ctx = make({ organizationId, actor: { kind: 'system', id: null, name: sweep }, door: 'job' });
    try {
      if (await work(ctx, id)) done += 1;
    } catch (error) {
      ctx.log.warn({ sweep, id, err: messageOf(error) }, 'a sweep could not work on a row and will come again');
    }
  }
  return done;
}
