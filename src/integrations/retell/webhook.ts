import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ProviderCall } from '#domain/ports/telephony.ts';
import { sha256 } from '#platform/hashing.ts';
import { readMetadata, toProviderCall } from '#integrations/retell/provider-call.ts';
import { WireWebhook } from '#integrations/retell/wire.ts';

const toleranceMs = 5 * 60_000;

/** What a webhook says: a fact about one call, and the key under which a repeat of it is the same event. */
export interface RetellEvent {
  event: string;
  call: ProviderCall;
  dedupeKey: string;
}

/**
 * Whether Retell, holding this API key, signed exactly these bytes within five minutes of `nowMs` in either direction.
 * Never throws; an empty key, a missing header or one of another form is false.
 */
export function verifyRetellSignature(
  rawBody: Uint8Array | string,
  header: string | null | undefined,
  apiKey: string,
  nowMs: number,
): boolean {
  const match = /^v=(\d{13}),d=([0-9a-f]{64})$/.exec(header ?? '');
  const [, signedAtMs, digest] = match ?? [];
  if (signedAtMs === undefined || digest === undefined || apiKey === '') return false;
  if (!(Math.abs(nowMs - Number(signedAtMs)) <= toleranceMs)) return false;
  const expected = createHmac('sha256', apiKey).update(rawBody).update(signedAtMs).digest();
  return timingSafeEqual(expected, Buffer.from(digest, 'hex'));
}

/** Reads a webhook's body; null when it is not about a call or not as documented. Never throws. */
export function parseRetellEvent(rawBody: Uint8Array | string): RetellEvent | null {
  const parsed = WireWebhook.safeParse(readJson(rawBody));
  if (!parsed.success) return null;
  const { event, call } = parsed.data;
  return {
    event,
    call: toProviderCall(call),
    dedupeKey: onceACall.has(event) ? `${call.call_id}:${event}` : `${call.call_id}:${event}:${sha256(rawBody)}`,
  };
}

/** Events that a call has at most once; of the others each body counts. */
const onceACall: ReadonlySet<string> = new Set(['call_started', 'call_ended', 'call_analyzed']);

/**
 * The organization that an unverified body claims to be about: good only for choosing the key to verify it with.
 * Null when it names none. Never throws.
 */
export function peekOrganizationId(rawBody: Uint8Array | string): string | null {
  const body = readJson(rawBody);
  if (typeof body !== 'object' || body === null || !('call' in body)) return null;
  const { call } = body;
  if (typeof call !== 'object' || call === null || !('metadata' in call)) return null;
  return readMetadata(call.metadata).organizationId;
}

function readJson(rawBody: Uint8Array | string): unknown {
  try {
    return JSON.parse(
      typeof rawBody === 'string' ? rawBody : new TextDecoder('utf-8', { fatal: true }).decode(rawBody),
    );
  } catch {
    return undefined;
  }
}
