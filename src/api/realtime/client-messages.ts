import { z } from 'zod';

/** A place in the log of events, as an event's `id` named it. */
export const EventId = z.string().regex(/^\d{1,18}$/);
const Room = z.union([
  z.literal(['organization', 'user']),
  z.templateLiteral(['chat:', z.uuid()]),
  z.string().regex(/^account:\d{1,20}$/),
]);

/** What a client may say. */
export const ClientMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('auth'), token: z.string().max(4_096), lastEventId: EventId.optional() }),
  z.strictObject({ type: z.literal('resume'), lastEventId: EventId }),
  z.strictObject({ type: z.literal('join'), room: Room }),
  z.strictObject({ type: z.literal('leave'), room: Room }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type ClientMessage = z.output<typeof ClientMessage>;

/** The message in a text frame, or null when it is none. */
export function parseClientMessage(text: string): ClientMessage | null {
  try {
    return ClientMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
