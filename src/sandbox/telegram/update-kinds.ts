import type { UpdateRecord } from './records.ts';

const hourMs = 3_600_000;

interface UpdateKind {
  /** Updates of one family and owner are delivered in order; different families run in parallel. */
  family: string;
  keptForMs: number;
  isOnByDefault: boolean;
}

const ordinary = (family: string): UpdateKind => ({ family, keptForMs: 24 * hourMs, isOnByDefault: true });

/** Families and retention as in the official server's source: messages by chat, button presses by user. */
export const updateKinds = {
  message: ordinary('chat'),
  edited_message: ordinary('chat'),
  channel_post: ordinary('chat'),
  edited_channel_post: ordinary('chat'),
  business_connection: ordinary('business-connection'),
  business_message: ordinary('business'),
  edited_business_message: ordinary('business'),
  deleted_business_messages: ordinary('business'),
  inline_query: { family: 'inline', keptForMs: 30_000, isOnByDefault: true },
  chosen_inline_result: { family: 'chosen', keptForMs: 600_000, isOnByDefault: true },
  callback_query: { family: 'callback', keptForMs: 150_000, isOnByDefault: true },
  my_chat_member: ordinary('my-member'),
  chat_member: { ...ordinary('member'), isOnByDefault: false },
  chat_join_request: ordinary('join'),
  message_reaction: { ...ordinary('reaction'), isOnByDefault: false },
  message_reaction_count: { ...ordinary('reaction-count'), isOnByDefault: false },
  stopped_message_generation: ordinary('stopped'),
  poll: ordinary('poll'),
  poll_answer: ordinary('poll-answer'),
  shipping_query: ordinary('shipping'),
  pre_checkout_query: { family: 'checkout', keptForMs: 150_000, isOnByDefault: true },
  chat_boost: ordinary('boost'),
  removed_chat_boost: ordinary('boost'),
  purchased_paid_media: ordinary('paid-media'),
  guest_message: ordinary('guest'),
  subscription: ordinary('subscription'),
} satisfies Record<string, UpdateKind>;

export type UpdateKindName = keyof typeof updateKinds;

export function isUpdateKind(name: string): name is UpdateKindName {
  return Object.hasOwn(updateKinds, name);
}

export function toWire(update: UpdateRecord): Record<string, unknown> {
  return { update_id: update.updateId, [update.kind]: update.payload };
}
