import type { Egress } from '#platform/egress.ts';
import { failureOfStatus } from '#platform/egress/failure.ts';
import { ProviderError } from '#platform/errors.ts';

const largestBytes = 100_000_000;
const timeoutMs = 120_000;

/**
 * Downloads a recording from the link that Retell gave: at most 100 MB in two minutes, public or operator addresses only,
 * without our key. Throws ProviderError; `link_expired` when the signed link is no longer good.
 */
export async function downloadRecording(egress: Egress, url: string): Promise<{ bytes: Uint8Array; mimeType: string }> {
  const answer = await egress.exchange({ provider: 'retell', url, timeoutMs, maxBytes: largestBytes, maxRedirects: 3 });
  if (answer.status === 401 || answer.status === 403 || answer.status === 410) {
    throw new ProviderError('retell', 'permanent', 'link_expired', 'The link to the recording is no longer good.');
  }
  if (answer.status !== 200) {
    throw failureOfStatus(answer.facts, answer.status, answer.headers.get('retry-after'));
  }
  const mimeType = audioType(answer.bytes);
  if (mimeType === null) {
    throw new ProviderError(
      'retell',
      'retryable',
      'bad_answer',
      'The link to the recording led to something that is no audio.',
    );
  }
  return { bytes: answer.bytes, mimeType };
}

/** The type by the file's first bytes: what a server says about its files is not what a browser will be told by us. */
function audioType(bytes: Uint8Array): string | null {
  const text = (start: number, end: number) => String.fromCharCode(...bytes.subarray(start, end));
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return 'audio/wav';
  if (text(0, 3) === 'ID3') return 'audio/mpeg';
  if (text(0, 4) === 'OggS') return 'audio/ogg';
  if (text(0, 4) === 'fLaC') return 'audio/flac';
  if (text(4, 8) === 'ftyp') return 'audio/mp4';
  const [first = 0, second = 0] = bytes;
  return first === 0xff && (second & 0xe0) === 0xe0 ? 'audio/mpeg' : null;
}
