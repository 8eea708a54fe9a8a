import { incomingWebhookRoute } from '#api/webhooks/incoming.ts';
import { retellWebhookRoute } from '#api/webhooks/retell.ts';
import { telegramWebhookRoute } from '#api/webhooks/telegram.ts';

/** Providers that are still to come are in `not-implemented.ts`; others get the 404 of any unknown path. */
export const webhookRoutes = [telegramWebhookRoute, retellWebhookRoute, incomingWebhookRoute] as const;
