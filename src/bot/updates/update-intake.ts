import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import type { NewUpdate } from '#bot/updates/update-store.ts';
import { lanesOf } from '#bot/updates/update-lanes.ts';

/** Takes an update in; resolves when it is durable, to whether it was seen for the first time. */
export type UpdateIntake = (update: Update) => Promise<boolean>;

/**
 * The one entry of updates, by webhook or polling. A tap is answered before the database is touched, because Telegram
 * gives it seconds and the update may wait for others of its chat.
 */
export function createUpdateIntake(options: {
  botId: number;
  organizationId: string;
  api: Api;
  store: (update: NewUpdate) => Promise<boolean>;
  onStored: () => void;
  log: Log;
}): UpdateIntake {
  const { botId, organizationId, api, store, onStored, log } = options;
  return async (update) => {
    if (update.callback_query) {
      api
        .answerCallbackQuery(update.callback_query.id)
        .catch((error: unknown) => log.debug({ err: messageOf(error) }, 'a tap could not be answered'));
    }
    const isNew = await store({ botId, organizationId, update, ...lanesOf(update) });
    if (isNew) onStored();
    return isNew;
  };
}
