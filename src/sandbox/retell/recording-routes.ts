import { Hono } from 'hono';
import type { CallLedger } from './call-ledger.ts';
import type { RecordingKind } from './recording-links.ts';
import { isRecordingLinkValid } from './recording-links.ts';
import { renderRecording } from './recording-audio.ts';
import { problem } from './request-guard.ts';
import type { RequestGuard } from './request-guard.ts';

const KEPT_RECORDINGS = 4;

/** Serves the recordings of ended calls to whoever has a link that is genuine and not expired (403 otherwise). */
export function createRecordingRoutes(
  ledger: CallLedger,
  guard: RequestGuard,
  apiKey: string,
  revokedBeforeMs: () => number,
): Hono {
  const app = new Hono();
  const rendered = new Map<string, Uint8Array<ArrayBuffer>>();
  app.get(
    '/recordings/:callId/:file',
    guard.wrap(
      'recording',
      (c) => {
        const callId = c.req.param('callId') ?? '';
        const kind: RecordingKind = c.req.param('file') === 'channels.wav' ? 'channels' : 'mixed';
        const link = {
          callId,
          kind,
          issuedMs: Number(c.req.query('issued')),
          expiresMs: Number(c.req.query('expires')),
          proof: c.req.query('proof') ?? '',
        };
        if (!isRecordingLinkValid(link, apiKey, revokedBeforeMs())) return problem(c, 403, 'Request has expired');
        const record = ledger.get(callId);
        if (!record?.ending) return problem(c, 404, 'Recording not found');
        return sendRange(
          c.req.header('range'),
          recordingOf(`${callId}/${kind}`, () => renderRecording(record.turns, kind === 'channels' ? 2 : 1)),
        );
      },
      { isOpen: true },
    ),
  );
  return app;

  function recordingOf(name: string, render: () => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const known = rendered.get(name) ?? render();
    rendered.delete(name);
    rendered.set(name, known);
    const oldest = rendered.keys().next().value;
    if (rendered.size > KEPT_RECORDINGS && oldest !== undefined) rendered.delete(oldest);
    return known;
  }
}

function sendRange(range: string | undefined, file: Uint8Array<ArrayBuffer>): Response {
  const headers = { 'content-type': 'audio/wav', 'accept-ranges': 'bytes' };
  const wanted = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  if (!wanted) return new Response(file, { headers });
  const first = Number(wanted[1]);
  const last = Math.min(file.length - 1, wanted[2] ? Number(wanted[2]) : file.length - 1);
  if (first > last) return new Response(null, { status: 416, headers: { 'content-range': `bytes */${file.length}` } });
  return new Response(file.slice(first, last + 1), {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${first}-${last}/${file.length}` },
  });
}
