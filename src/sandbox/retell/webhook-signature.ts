import { createHmac } from 'node:crypto';

/** Signs a webhook body as Retell does: `v=<unix ms>,d=<hex>`, HMAC-SHA256 over the raw body followed by the milliseconds. */
export function signWebhookBody(apiKey: string, rawBody: string, timestampMs: number): string {
  const digest = createHmac('sha256', apiKey)
    .update(rawBody + String(timestampMs))
    .digest('hex');
  return `v=${timestampMs},d=${digest}`;
}
