import { GrammyError } from 'grammy';
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import type { UpdateIntake } from '#bot/updates/update-intake.ts';

/** What Telegram shall send, named on every start because it remembers the last list. */
export const allowedUpdates = [
  'message',
  'edited_message',
  'channel_post',
  'callback_query',
  'inline_query',
  'my_chat_member',
] as const satisfies (keyof Update)[];

/**
 * Asks Telegram for updates until stopped. An update is confirmed only after it is durable, so a crash has it delivered
 * again. Removes a webhook first, because Telegram serves only one of the two.
 */
export function startPolling(options: { api: Api; take: UpdateIntake; log: Log; timeoutSec?: number }): {
  stop(): Promise<void>;
} {
  const { api, take, log } = options;
  const timeoutSec = options.timeoutSec ?? 30;
  const stopped = new AbortController();

  async function run(): Promise<void> {
    let webhookRemoved = false;
    let offset: number | undefined;
    let failures = 0;
    while (!stopped.signal.aborted) {
      try {
        if (!webhookRemoved) {
          await api.deleteWebhook({ drop_pending_updates: false });
          webhookRemoved = true;
        }
        const updates = await api.getUpdates(
          {
            ...(offset === undefined ? {} : { offset }),
            limit: 100,
            timeout: timeoutSec,
            allowed_updates: allowedUpdates,
          },
          signalForGrammy(stopped.signal),
        );
        failures = 0;
        if (updates.length > 0) await Promise.all(updates.map((update) => take(update)));
        // Ids start anew after a quiet week: an offset is only kept while there is something to confirm.
        const last = updates.at(-1);
        offset = last ? last.update_id + 1 : undefined;
      } catch (error) {
        if (stopped.signal.aborted) return;
        failures += 1;
        const delayMs = pauseAfter(error, failures);
        log.warn({ err: messageOf(error), delayMs }, 'updates could not be fetched; trying again');
        if (error instanceof GrammyError && error.error_code === 409) webhookRemoved = false;
        await pause(delayMs, stopped.signal);
      }
    }
  }

  const running = run();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

function pauseAfter(error: unknown, failures: number): number {
  if (error instanceof GrammyError) {
    if (error.parameters.retry_after !== undefined) return error.parameters.retry_after * 1000;
    if (error.error_code === 401 || error.error_code === 404) return 60_000;
    if (error.error_code === 409) return 3_000;
  }
  return Math.min(500 * 2 ** failures, 30_000) * (0.75 + Math.random() / 2);
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, delayMs);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}

// grammY's type is that of a polyfill whose listener signatures differ; it only reads `aborted` and listens for `abort`.
function signalForGrammy(signal: AbortSignal): Parameters<Api['getUpdates']>[1] {
  return signal as Parameters<Api['getUpdates']>[1];
}
