import { z } from '@hono/zod-openapi';

/** A moment in ISO 8601, UTC. */
export const Moment = z.iso.datetime().openapi({ example: '2026-11-20T12:00:00.000Z' });

/** A record that is named beside another one. */
export const Named = z.object({ id: z.string(), name: z.string() });

/** Nothing but a sentence. */
export const Message = z.object({ message: z.string() });
