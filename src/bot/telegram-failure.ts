import { GrammyError, HttpError } from 'grammy';
import { ProviderError } from '#platform/errors.ts';

/** Requests that only change or read what is there: repeating them cannot show anything twice. */
const repeatable = /^(edit|get|set|delete|answer|pin|unpin)|^sendChatAction$|^sendMessageDraft$/;

/** Whether Telegram refused an edit because nothing would change. */
export function isNotModified(error: unknown): boolean {
  return error instanceof GrammyError && error.description.includes('message is not modified');
}

/** Whether the message can no longer be edited and a new one has to take its place. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    /message to edit not found|message can't be edited|message_id_invalid|message to be replied not found|message identifier is not specified/i.test(
      error.description,
    )
  );
}

/** Whether the topic that a message was meant for does not exist any more. */
export function isTopicGone(error: unknown): boolean {
  return error instanceof GrammyError && /message thread not found|topic_deleted|topic_closed/i.test(error.description);
}

/** Whether the person stopped the bot or deleted the account. */
export function isBlocked(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 403;
}

/** Telegram's failure in the product's words: `retryable`, `permanent`, or `unknown` when the message may have been sent. */
export function toProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  const fail = (kind: 'retryable' | 'permanent' | 'unknown', detail: string, message: string, retryAfterMs?: number) =>
    new ProviderError('telegram', kind, detail, message, {
      cause: error,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  if (error instanceof GrammyError) {
    const { error_code: code, description, method, parameters } = error;
    if (parameters.migrate_to_chat_id !== undefined)
      return fail('retryable', 'migrated', String(parameters.migrate_to_chat_id));
    if (code === 429)
      return fail('retryable', 'rate_limited', 'Telegram asks to slow down.', (parameters.retry_after ?? 5) * 1000);
    if (code === 401 || code === 404) return fail('permanent', 'bad_token', 'Telegram does not accept the bot token.');
    if (code === 403)
      return fail('permanent', 'blocked', 'The person stopped the bot, or the bot may not write there.');
    if (isGone(error)) return fail('permanent', 'gone', 'The message can no longer be edited.');
    if (/chat not found|user not found|peer_id_invalid/i.test(description))
      return fail('permanent', 'blocked', 'Telegram knows no such chat.');
    if (code >= 500)
      return fail(repeatable.test(method) ? 'retryable' : 'unknown', 'unavailable', 'Telegram is in trouble.');
    return fail('permanent', 'refused', `Telegram refused ${method}: ${description}`);
  }
  if (error instanceof HttpError) {
    const method = /'(\w+)'/.exec(error.message)?.[1] ?? '';
    const kind = repeatable.test(method) ? 'retryable' : 'unknown';
    return fail(kind, 'network', `Telegram could not be reached for ${method || 'a request'}.`);
  }
  return fail('unknown', 'unexpected', error instanceof Error ? error.message : String(error));
}
