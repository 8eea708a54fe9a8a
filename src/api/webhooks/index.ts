import { incomingWebhookRoute } from '#api/webhooks/incoming.ts';
import { retellWebhookRoute } from '#api/webhooks/retell.ts';
import { telegramWebhookRoute } from '#api/webhooks/telegram.ts';

/** Providers that are not connected have no address here: they get the same 404 as any unknown path. */
export const webhookRoutes = [telegramWebhookRoute, retellWebhookRoute, incomingWebhookRoute] as const;
