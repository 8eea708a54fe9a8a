import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import { fileIdOf, readFileId, uniqueIdOf } from '../views.ts';
import type { MethodTable } from './method.ts';

const tooOld = 'query is too old and response timeout expired or query ID is invalid';
const downloadLimitBytes = 20 * 1024 * 1024;

export const queryMethods: MethodTable = {
  answerCallbackQuery(call) {
    const { world, callbackWindowMs } = call.station;
    const callback = world.callbacks.get(call.text('callback_query_id'));
    const text = call.optionalText('text');
    if (text !== undefined && [...text].length > 200) throw badRequest('MESSAGE_TOO_LONG');
    const isTimely = callback !== undefined && world.nowMs() - callback.createdAtMs <= callbackWindowMs;
    if (callback === undefined || callback.botId !== call.bot.id || callback.answer !== undefined || !isTimely)
      throw badRequest(tooOld);
    callback.answer = {
      text: text === '' ? undefined : text,
      showAlert: call.flag('show_alert'),
      url: call.optionalText('url'),
    };
    world.callbacks.put(callback.id, callback);
    world.announce({
      type: 'callback-answer',
      chatKey: callback.chatKey,
      messageId: callback.messageId,
      userId: callback.userId,
      botId: callback.botId,
      data: { callbackQueryId: callback.id, ...callback.answer },
    });
    return true;
  },

  answerInlineQuery(call) {
    const results = call.parse('results', z.array(z.looseObject({ type: z.string(), id: z.string() }))) ?? [];
    if (results.length > 50) throw badRequest('RESULTS_TOO_MUCH');
    if (new Set(results.map((result) => result.id)).size !== results.length) throw badRequest('RESULT_ID_DUPLICATE');
    if (results.some((result) => result.id === '' || Buffer.byteLength(result.id) > 64))
      throw badRequest('RESULT_ID_INVALID');
    if (Buffer.byteLength(call.text('next_offset')) > 64) throw badRequest('NEXT_OFFSET_INVALID');
    const id = call.text('inline_query_id');
    const { world } = call.station;
    const asked = inlineQueries.get(id);
    if (asked === undefined || asked.botId !== call.bot.id || world.nowMs() - asked.atMs > 30_000)
      throw badRequest(tooOld);
    inlineQueries.delete(id);
    asked.answer({ results, nextOffset: call.text('next_offset') });
    return true;
  },

  getFile(call) {
    const { world } = call.station;
    const { kind, contentId } = readFileId(call.text('file_id'), call.bot.id);
    const file = world.files.get(contentId);
    if (file === undefined) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (file.sizeBytes > downloadLimitBytes) throw badRequest('file is too big');
    return {
      file_id: fileIdOf(kind, contentId, call.bot.id),
      file_unique_id: uniqueIdOf(contentId),
      file_size: file.sizeBytes,
      file_path: file.path,
    };
  },

  getUserProfilePhotos: () => ({ total_count: 0, photos: [] }),
};

export interface InlineAnswer {
  results: Record<string, unknown>[];
  nextOffset: string;
}

/** Inline queries waiting for a bot's answer; they live 30 s and are not remembered. */
export const inlineQueries = new Map<string, { botId: number; atMs: number; answer(result: InlineAnswer): void }>();
