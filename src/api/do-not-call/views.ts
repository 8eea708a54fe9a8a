import { z } from '@hono/zod-openapi';
import type { DoNotCallView } from '#domain/contacts/list-do-not-call.ts';
import { Moment } from '#api/views.ts';

export const DoNotCallEntry = z
  .object({ id: z.string(), phone: z.string(), reason: z.string(), source: z.string(), createdAt: Moment })
  .openapi('DoNotCallEntry');

/** A number that must not be called. */
export function toDoNotCallEntry({ id, e164, reason, source, createdAt }: DoNotCallView) {
  return { id, phone: e164, reason, source, createdAt };
}
