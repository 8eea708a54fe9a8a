import { delay } from '#sandbox/retell/break-connection.ts';
import type { OpenAiFault } from './sim-schemas.ts';

/** One server-sent event; pieces of answer text are the ones that faults count. */
export type StreamEvent = { event?: string; data: string; isText?: boolean };

export type StreamOptions = {
  fault: OpenAiFault | undefined;
  chunkDelayMs: number;
  closing: AbortSignal;
  errorEvent: () => StreamEvent[];
  /** Breaks the connection; false when there is none to break. */
  cut: () => boolean;
};

/** Sends events as SSE; a stream fault breaks, ends, stalls or poisons it after some pieces of text. */
export function streamEvents(events: readonly StreamEvent[], options: StreamOptions): Response {
  const encoder = new TextEncoder();
  const { fault, closing } = options;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      let sentTexts = 0;
      for (const event of events) {
        if (isCancelled || closing.aborted) break;
        if (event.isText && fault && sentTexts >= fault.afterChunks) {
          if (fault.kind === 'cut_stream') {
            await delay(20, closing);
            if (options.cut()) break;
            controller.error(new Error('The sandbox cut the stream.'));
            return;
          }
          if (fault.kind === 'end_stream_early') break;
          if (fault.kind === 'stall_stream') {
            await untilGone();
            break;
          }
          if (fault.kind === 'stream_error_event') {
            for (const poison of options.errorEvent()) write(render(poison));
            break;
          }
        }
        if (fault?.kind === 'comment_lines') write(': OPENROUTER PROCESSING\n\n');
        write(render(event));
        if (event.isText) {
          sentTexts += 1;
          await delay(options.chunkDelayMs, closing);
        }
      }
      if (!isCancelled) controller.close();
    },
    cancel() {
      isCancelled = true;
    },
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  });

  function untilGone(): Promise<void> {
    return new Promise((resolve) => {
      if (closing.aborted) return resolve();
      closing.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

function render({ event, data }: StreamEvent): string {
  return `${event ? `event: ${event}\n` : ''}data: ${data}\n\n`;
}

/** Splits text into pieces as a model streams it, a word at a time. */
export function splitIntoPieces(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}
