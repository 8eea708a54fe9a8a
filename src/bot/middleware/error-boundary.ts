import type { BotError } from 'grammy';
import { GrammyError, HttpError } from 'grammy';
import { AppError, ProviderError, messageOf } from '#platform/errors.ts';
import { isPassingDatabaseError } from '#platform/database/retry.ts';
import { newSecret } from '#platform/ids.ts';
import { markTelegramBlocked } from '#domain/users/mark-telegram-blocked.ts';
import type { BotContext } from '#bot/context.ts';
import type { Html } from '#bot/formatting.ts';
import { refusalText } from '#bot/refusals.ts';
import { say } from '#bot/screen.ts';
import { isBlocked } from '#bot/telegram-failure.ts';
import { FinalUpdateError } from '#bot/updates/update-dispatcher.ts';

/** A short code that a person can read out and an admin can find in the log. */
export function newIncidentCode(): string {
  return newSecret(5).replaceAll(/[-_]/g, 'x').slice(0, 6).toUpperCase();
}

/** Whether the same update may succeed later without anyone changing anything. */
function maySucceedLater(error: unknown): boolean {
  if (isPassingDatabaseError(error) || error instanceof HttpError) return true;
  if (error instanceof ProviderError) return error.kind === 'retryable';
  if (error instanceof AppError) return error.code === 'unavailable';
  return error instanceof GrammyError && (error.error_code === 429 || error.error_code >= 500);
}

/** A service that refuses for good is no incident of ours: the person is told which one it was. */
function serviceFailed(error: ProviderError): AppError {
  return new AppError('provider_failed', 'service.failed', error.message, {
    params: { service: error.provider },
    cause: error,
  });
}

/** Says it, unless the person has stopped the bot meanwhile. */
async function tell(ctx: BotContext, text: Html): Promise<void> {
  try {
    await say(ctx, text);
  } catch (error) {
    if (isBlocked(error)) return markBlocked(ctx);
    // A chat that refuses the sentence would refuse it again, and what comes after it in the chat shall not wait for that.
    throw maySucceedLater(error) ? error : new FinalUpdateError(messageOf(error), error);
  }
}

async function markBlocked(ctx: BotContext): Promise<void> {
  if (ctx.chat?.type !== 'private' || !ctx.from) return;
  await markTelegramBlocked(ctx.asSystem, { telegramUserId: String(ctx.from.id), blocked: true });
}

/**
 * The last word on errors of handlers: refusals become a sentence, troubles that may pass go back to the dispatcher,
 * anything else is an incident that the person is told about once.
 */
export async function answerError(failure: BotError<BotContext>): Promise<void> {
  const { ctx, error } = failure;
  // Without our fields the update failed before we knew who writes: there is nobody to tell.
  if (!('deps' in ctx)) throw maySucceedLater(error) ? error : new FinalUpdateError(messageOf(error), error);
  if (error instanceof AppError && error.code !== 'internal' && error.code !== 'unavailable') {
    return tell(ctx, refusalText(error, ctx));
  }
  if (isBlocked(error)) return markBlocked(ctx);
  if (maySucceedLater(error)) throw error;
  if (error instanceof ProviderError && error.kind === 'permanent')
    return tell(ctx, refusalText(serviceFailed(error), ctx));
  const incident = newIncidentCode();
  ctx.deps.log.error({ incident, err: error, update: ctx.update.update_id }, 'an update could not be handled');
  if (ctx.chatId !== undefined) await say(ctx, ctx.texts.errors.incident(incident)).catch(() => undefined);
  throw new FinalUpdateError(`${incident}: ${messageOf(error)}`, error);
}
