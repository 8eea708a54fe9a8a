import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import { DescribedResult } from '../call.ts';
import type { MethodCall } from '../call.ts';
import { readAllowedUpdates } from '../delivery.ts';
import { botView, dropUndefined } from '../views.ts';
import type { MethodTable } from './method.ts';

function rememberAllowedUpdates(call: MethodCall): void {
  const names = call.parse('allowed_updates', z.array(z.string()));
  if (names === undefined) return;
  const wanted = readAllowedUpdates(names);
  if (JSON.stringify(wanted) === JSON.stringify(call.bot.allowedUpdates)) return;
  call.bot.allowedUpdates = wanted;
  call.station.world.bots.put(String(call.bot.id), call.bot);
}

function removeWebhook(call: MethodCall): DescribedResult {
  const had = call.bot.webhook !== null;
  call.bot.webhook = null;
  call.station.world.bots.put(String(call.bot.id), call.bot);
  if (call.flag('drop_pending_updates')) call.station.delivery.dropPending(call.bot.id);
  call.station.delivery.webhookChanged(call.bot);
  return new DescribedResult(true, had ? 'Webhook was deleted' : 'Webhook is already deleted');
}

export const updateMethods: MethodTable = {
  getMe(call) {
    return {
      ...botView(call.bot),
      can_join_groups: true,
      can_read_all_group_messages: call.bot.canReadAllGroupMessages,
      supports_inline_queries: true,
      can_connect_to_business: false,
      has_main_web_app: false,
      has_topics_enabled: false,
    };
  },

  getUpdates(call) {
    rememberAllowedUpdates(call);
    return call.station.delivery.poll(call.bot, {
      offset: call.integer('offset'),
      limit: call.integer('limit', 100),
      timeoutSec: call.integer('timeout'),
      signal: call.signal,
    });
  },

  setWebhook(call) {
    const url = call.text('url').trim();
    if (url === '') return removeWebhook(call);
    // Plain http is taken as the official server takes it with --local: this stand-in lives on localhost.
    if (!URL.canParse(url) || !/^https?:/.test(url))
      throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    const secretToken = call.optionalText('secret_token');
    if (secretToken !== undefined && secretToken.length > 256) throw badRequest('secret token is too long');
    if (secretToken !== undefined && !/^[A-Za-z0-9_-]*$/.test(secretToken))
      throw badRequest('secret token contains unallowed characters');
    const maxConnections = Math.min(100, Math.max(1, call.integer('max_connections', 40)));
    const before = call.bot.webhook;
    const isSame =
      before?.url === url &&
      (before.secretToken ?? '') === (secretToken ?? '') &&
      before.maxConnections === maxConnections;
    rememberAllowedUpdates(call);
    call.bot.webhook = {
      url,
      maxConnections,
      secretToken: secretToken === '' ? undefined : secretToken,
      ipAddress: call.optionalText('ip_address'),
    };
    call.station.world.bots.put(String(call.bot.id), call.bot);
    if (call.flag('drop_pending_updates')) call.station.delivery.dropPending(call.bot.id);
    call.station.delivery.webhookChanged(call.bot);
    return new DescribedResult(true, isSame ? 'Webhook is already set' : 'Webhook was set');
  },

  deleteWebhook: removeWebhook,

  getWebhookInfo(call) {
    const webhook = call.bot.webhook;
    return dropUndefined({
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: call.station.delivery.pendingOf(call.bot.id).length,
      max_connections: webhook?.maxConnections,
      ip_address: webhook?.ipAddress,
      last_error_date: webhook?.lastErrorAtSec,
      last_error_message: webhook?.lastErrorMessage,
      allowed_updates: call.bot.allowedUpdates ?? undefined,
    });
  },

  logOut: () => true,
  close: () => true,
};
