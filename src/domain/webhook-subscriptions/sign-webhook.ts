import { createHmac } from 'node:crypto';

/**
 * The header `Perezvon-Signature` of a body: `t=<unix seconds>,v1=<hex of HMAC-SHA-256 over "t.body">`. A receiver computes
 * it with the secret that it was shown and refuses another value, and a `t` that is more than some minutes off.
 */
export function signWebhook(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
