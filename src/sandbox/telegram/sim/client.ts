import { z } from 'zod';
import type { SimEvent } from '../events.ts';
import type { SimCommandName, SimInput, SimOutput } from './commands.ts';
import { createSim } from './driver.ts';
import type { SimTransport, TelegramSim } from './driver.ts';

const envelopeSchema = z.union([
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
const eventSchema = z.looseObject({ seq: z.number(), type: z.string() });

/** Drives a sandbox in another process; `baseUrl` is where its app is mounted. Close it to end its event stream. */
export function createTelegramSimClient(baseUrl: string): TelegramSim & { close(): void } {
  const root = baseUrl.replace(/\/$/, '');
  const listeners = new Set<(event: SimEvent) => void>();
  let stream: { ready: Promise<void>; abort: AbortController } | undefined;

  const transport: SimTransport = {
    async invoke<K extends SimCommandName>(name: K, input: SimInput<K>): Promise<SimOutput<K>> {
      const response = await fetch(`${root}/sim/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      const envelope = envelopeSchema.parse(await response.json());
      if (!envelope.ok) throw new Error(envelope.error);
      return asOutput<K>(envelope.result);
    },
    async subscribe(listener) {
      stream ??= openStream(`${root}/sim/events`, (event) => {
        for (const each of listeners) each(event);
      });
      listeners.add(listener);
      await stream.ready;
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stream?.abort.abort();
        stream = undefined;
      };
    },
  };
  return {
    ...createSim(transport),
    close: () => {
      listeners.clear();
      stream?.abort.abort();
      stream = undefined;
    },
  };
}

// Both ends are this folder: what the command returned is what arrives, less `undefined` members.
function asOutput<K extends SimCommandName>(value: unknown): SimOutput<K> {
  return value as SimOutput<K>;
}

const reconnectAfterMs = 200;

/** Reads the event stream and takes it up again when the sandbox went away and came back. */
function openStream(url: string, onEvent: (event: SimEvent) => void): { ready: Promise<void>; abort: AbortController } {
  const abort = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const readOnce = async (): Promise<void> => {
    const response = await fetch(url, { signal: abort.signal });
    if (response.body === null) throw new Error(`no event stream at ${url}`);
    let buffer = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      buffer += decoder.decode(chunk, { stream: true });
      const blocks = buffer.split('\n\n');
      buffer = blocks.pop() ?? '';
      resolve();
      for (const block of blocks) {
        const data = block.split('\n').find((line) => line.startsWith('data: '));
        if (data !== undefined) onEvent(eventSchema.parse(JSON.parse(data.slice(6))) as SimEvent);
      }
    }
  };
  const keepReading = async (): Promise<void> => {
    let isFirst = true;
    while (!abort.signal.aborted) {
      if (!isFirst) onEvent({ seq: 0, type: 'reset' });
      try {
        await readOnce();
      } catch (error) {
        if (isFirst) reject(error instanceof Error ? error : new Error(String(error)));
      }
      isFirst = false;
      if (!abort.signal.aborted) await new Promise((done) => setTimeout(done, reconnectAfterMs).unref());
    }
  };
  void keepReading();
  promise.catch(() => undefined);
  return { ready: promise, abort };
}
