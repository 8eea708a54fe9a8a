import { randomInt } from 'node:crypto';
import { badRequest } from '../api-error.ts';
import type { MethodTable } from './method.ts';
import { sendContent, textContent } from './post-content.ts';

const diceFaces: Record<string, number> = { '🎲': 6, '🎯': 6, '🏀': 5, '⚽': 5, '🎳': 6, '🎰': 64 };

export const sendMethods: MethodTable = {
  sendMessage(call) {
    const parsed = call.parseText('text');
    return sendContent(call, () => textContent(call.finishText(parsed), call));
  },

  sendContact(call) {
    return sendContent(call, () => {
      const phone = call.text('phone_number');
      const firstName = call.text('first_name');
      if (phone === '') throw badRequest('PHONE_NUMBER_INVALID');
      if (firstName === '') throw badRequest('first name must be non-empty');
      return {
        contact: {
          phone_number: phone,
          first_name: firstName,
          last_name: call.optionalText('last_name'),
          vcard: call.optionalText('vcard'),
        },
      };
    });
  },

  sendLocation(call) {
    return sendContent(call, () => ({
      location: { latitude: call.decimal('latitude'), longitude: call.decimal('longitude') },
    }));
  },

  sendVenue(call) {
    const location = { latitude: call.decimal('latitude'), longitude: call.decimal('longitude') };
    return sendContent(call, () => ({
      location,
      venue: { location, title: call.text('title'), address: call.text('address') },
    }));
  },

  sendDice(call) {
    const emoji = call.optionalText('emoji') ?? '🎲';
    const faces = diceFaces[emoji];
    if (faces === undefined) throw badRequest('wrong dice emoji');
    return sendContent(call, () => ({ dice: { emoji, value: randomInt(1, faces + 1) } }));
  },

  sendMessageDraft(call) {
    const { world, drafts } = call.station;
    const parsed = call.text('text') === '' ? { text: '', entities: [] } : call.parseText('text');
    const chat = call.writableChat();
    if (chat.type !== 'private') throw badRequest('TEXTDRAFT_PEER_INVALID');
    const draftId = call.integer('draft_id');
    if (draftId === 0) throw badRequest('draft_id must be non-zero');
    const finished = parsed.text === '' ? parsed : call.finishText(parsed);
    drafts.set(chat.key, { ...finished, draftId, botId: call.bot.id, untilMs: world.nowMs() + 30_000 });
    world.announce({ type: 'draft', chatKey: chat.key, botId: call.bot.id, data: { draftId, ...finished } });
    return true;
  },

  sendChatAction(call) {
    const action = call.text('action');
    const known =
      /^(typing|upload_photo|(record|upload)_(video|voice|audio|video_note)|upload_(document)|choose_sticker|find_location)$/;
    if (!known.test(action)) throw badRequest('wrong parameter action in request');
    const chat = call.writableChat();
    const threadId = call.integer('message_thread_id');
    if (threadId > 1) call.thread(chat);
    call.station.world.announce({ type: 'action', chatKey: chat.key, botId: call.bot.id, data: { action } });
    return true;
  },
};
