import type { ContextFactory } from '#domain/context.ts';
import { getCall } from '#domain/calls/get-call.ts';
import type { LiveEvent } from '#domain/live/live-event.ts';
import { AppError } from '#platform/errors.ts';
import { toCall } from '#api/calls/views.ts';
import type { ApiDeps } from '#api/deps.ts';

/** Turns an event into the bytes that all its readers get; null when the door does not tell of it. */
export type WriteEvent = (event: LiveEvent) => Buffer | Promise<Buffer | null> | null;

/** Writes each event once, however many read it. */
export function writtenOnce(write: WriteEvent): WriteEvent {
  const written = new WeakMap<LiveEvent, ReturnType<WriteEvent>>();
  return (event) => {
    const known = written.get(event);
    if (known !== undefined) return known;
    const made = write(event);
    written.set(event, made);
    return made;
  };
}

/** `/ws`: `{id, type, subjectId, data, at}`; `id` is what a reconnecting client sends as `lastEventId`. */
export const writeEvent: WriteEvent = (event) =>
  Buffer.from(
    JSON.stringify({
      id: String(event.seq),
      type: event.type,
      subjectId: event.subjectId,
      data: event.payload,
      at: event.at,
    }),
  );

/** `/ws/calls`: the three messages of the older analytics API, in its own spelling. */
export function createCallWriter(make: ContextFactory, deps: ApiDeps): WriteEvent {
  const callOf = (event: LiveEvent) =>
    getCall(
      make({ organizationId: event.organizationId, actor: { kind: 'system', id: null, name: 'live' }, door: 'api' }),
      { callId: event.subjectId },
    );
  return (event) => {
    switch (event.type) {
      case 'call.created':
        return unlessGone(async () => message('call_created', { call: toCall(await callOf(event), deps) }));
      case 'call.analyzed':
        return unlessGone(async () => {
          const call = await callOf(event);
          const { status } = toCall(call, deps);
          return message('call_processed', { call_id: call.id, status, has_analysis: call.analysis !== null });
        });
      case 'call.ended':
        return unlessGone(async () => {
          const { id, status } = toCall(await callOf(event), deps);
          // A conversation is processed when it was analysed; one that is tried again is not over.
          return status === 'missed' ? message('call_processed', { call_id: id, status, has_analysis: false }) : null;
        });
      case 'call.analysisFailed':
        return message('call_processing_failed', { call_id: event.subjectId, error: event.payload['error'] });
      default:
        return null;
    }
  };
}

function message(type: string, data: object): Buffer {
  return Buffer.from(JSON.stringify({ type, data }));
}

/** A call that was deleted meanwhile has no message. */
async function unlessGone(write: () => Promise<Buffer | null>): Promise<Buffer | null> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}
