import { createHmac, timingSafeEqual } from 'node:crypto';

export type RecordingKind = 'mixed' | 'channels';

/** Makes the path of a recording that works for the given milliseconds. */
export function signRecordingPath(callId: string, kind: RecordingKind, apiKey: string, ttlMs: number): string {
  const issuedMs = Date.now();
  const expiresMs = issuedMs + ttlMs;
  const proof = prove(callId, kind, issuedMs, expiresMs, apiKey);
  return `/recordings/${callId}/${kind}.wav?issued=${issuedMs}&expires=${expiresMs}&proof=${proof}`;
}

export type RecordingLink = { callId: string; kind: RecordingKind; issuedMs: number; expiresMs: number; proof: string };

/** Tells whether a link is genuine and still valid; links issued before `revokedBeforeMs` are dead whatever they say. */
export function isRecordingLinkValid(link: RecordingLink, apiKey: string, revokedBeforeMs: number): boolean {
  const expected = Buffer.from(prove(link.callId, link.kind, link.issuedMs, link.expiresMs, apiKey));
  const given = Buffer.from(link.proof);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  return Date.now() < link.expiresMs && link.issuedMs >= revokedBeforeMs;
}

function prove(callId: string, kind: string, issuedMs: number, expiresMs: number, apiKey: string): string {
  return createHmac('sha256', apiKey).update(`${callId}/${kind}/${issuedMs}/${expiresMs}`).digest('hex').slice(0, 32);
}
