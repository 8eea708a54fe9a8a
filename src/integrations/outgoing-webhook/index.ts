import type { WebhookSender } from '#domain/ports/webhook-sender.ts';
import { createEgress } from '#platform/egress.ts';
import type { EgressOptions } from '#platform/egress.ts';
import { createAddressPolicy } from '#platform/egress/address-policy.ts';
import { messageOf } from '#platform/errors.ts';

const timeoutMs = 10_000;
/** An answer is not read; this much of it may come. */
const maxBytes = 64_000;

/**
 * Posts to addresses that tenants name: public ones, or those that the operator allowed for this by exact host and port. The
 * addresses of our own services are not among them, so that nobody reaches those through a webhook. Redirects are not followed.
 */
export function createWebhookSender(options: EgressOptions): WebhookSender & { close(): void } {
  const policy = createAddressPolicy(options.operatorAddresses, options.resolve);
  const egress = createEgress(options);
  return {
    refusalOf(url) {
      try {
        policy.admit(url);
        return null;
      } catch (error) {
        return messageOf(error);
      }
    },
    async post({ url, headers, body }) {
      const { status } = await egress.exchange({
        provider: 'webhook',
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        timeoutMs,
        maxBytes,
        repeatable: true,
      });
      return { status };
    },
    close: egress.close,
  };
}
