import type { File } from 'grammy/types';
import { ProviderError, messageOf } from '#platform/errors.ts';

/** Bytes of a file that `getFile` named. */
export type FileFetcher = (file: File) => Promise<{ bytes: Uint8Array; fileName: string }>;

/** A bot may fetch so much. */
const maxBytes = 20_000_000;
const timeoutMs = 60_000;

/** Fetches files from Telegram's own file address; errors never name the address, which has the token in it. */
export function createFileFetcher(options: { apiRoot: string; token: string; fetch?: typeof fetch }): FileFetcher {
  const send = options.fetch ?? fetch;
  return async (file) => {
    const path = file.file_path ?? '';
    if (path === '') throw failure('permanent', 'Telegram gave no path to the file.');
    let answer: Response;
    try {
      answer = await send(`${options.apiRoot}/file/bot${options.token}/${path}`, {
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw failure('retryable', `The file could not be fetched: ${withoutToken(messageOf(error), options.token)}`);
    }
    if (!answer.ok)
      throw failure(
        answer.status >= 500 || answer.status === 429 ? 'retryable' : 'permanent',
        `Telegram answered ${answer.status} for a file.`,
      );
    const announced = Number(answer.headers.get('content-length') ?? 0);
    if (announced > maxBytes) throw failure('permanent', 'The file is larger than a bot may fetch.');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.byteLength > maxBytes) throw failure('permanent', 'The file is larger than a bot may fetch.');
    return { bytes, fileName: path.split('/').at(-1) ?? 'file' };
  };
}

function failure(kind: 'retryable' | 'permanent', message: string): ProviderError {
  return new ProviderError('telegram', kind, 'file', message);
}

function withoutToken(text: string, token: string): string {
  return text.replaceAll(token, '…');
}
