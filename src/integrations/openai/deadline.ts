import { answerFailure } from '#integrations/openai/failure.ts';

export interface Deadline {
  signal: AbortSignal;
  /** Starts the wait anew: something came. */
  touch(): void;
}

/**
 * Runs work that may take at most `totalMs`, and at most `idleMs` without a touch; then its signal aborts and the result is
 * a retryable `timeout`, whatever the work makes of the abort.
 */
export async function withDeadline<T>(
  limits: { totalMs: number; idleMs: number },
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const expire = () => controller.abort();
  const total = setTimeout(expire, limits.totalMs);
  let idle = setTimeout(expire, limits.idleMs);
  const touch = () => {
    clearTimeout(idle);
    idle = setTimeout(expire, limits.idleMs);
  };
  try {
    const result = await work({ signal: controller.signal, touch });
    if (controller.signal.aborted) throw tooSlow();
    return result;
  } catch (error) {
    throw controller.signal.aborted ? tooSlow() : error;
  } finally {
    clearTimeout(total);
    clearTimeout(idle);
  }
}

function tooSlow() {
  return answerFailure('retryable', 'timeout', 'The model did not answer in time.');
}
