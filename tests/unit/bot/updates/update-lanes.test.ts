import type { Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { lanesOf } from '#bot/updates/update-lanes.ts';

const from = { id: 7, is_bot: false, first_name: 'A' };
const chat = { id: 7, type: 'private' as const, first_name: 'A' };
const message = { message_id: 1, date: 1, chat, from, text: 'hi' };

describe('the lanes of an update', () => {
  it('are the same for a text and a tap of one person in one chat', () => {
    const text: Update = { update_id: 1, message };
    const tap: Update = { update_id: 2, callback_query: { id: '1', from, chat_instance: 'x', data: 'd', message } };
    expect(lanesOf(tap)).toEqual(lanesOf(text));
  });

  it('keep a business chat apart from the private chat of the same id', () => {
    const business: Update = { update_id: 1, business_message: { ...message, business_connection_id: 'bc' } };
    expect(lanesOf(business).chatLane).not.toBe(lanesOf({ update_id: 2, message }).chatLane);
  });

  it('of updates without a sender hold up nobody else', () => {
    const post = (id: number, chatId: number): Update => ({
      update_id: id,
      channel_post: { message_id: 1, date: 1, chat: { id: chatId, type: 'channel', title: 'c' }, text: 'x' },
    });
    expect(lanesOf(post(1, -100)).userLane).not.toBe(lanesOf(post(2, -200)).userLane);
  });
});
