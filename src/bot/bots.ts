import { Api, BotError } from 'grammy';
import type { Bot } from 'grammy';
import type { ApiClientOptions } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import { AppError, messageOf } from '#platform/errors.ts';
import type { Database } from '#platform/database/database.ts';
import type { Log } from '#platform/log.ts';
import type { ContextFactory } from '#domain/context.ts';
import type { Messenger } from '#domain/ports/messenger.ts';
import { createBot } from '#bot/bot.ts';
import { createButtonSigner } from '#bot/buttons.ts';
import type { ButtonSigner } from '#bot/buttons.ts';
import type { BotContext } from '#bot/context.ts';
import { setPublicCommands } from '#bot/menu/commands.ts';
import { createMessenger } from '#bot/messenger.ts';
import { createFileFetcher } from '#bot/telegram-files.ts';
import { newIncidentCode } from '#bot/middleware/error-boundary.ts';
import { allowedUpdates, startPolling } from '#bot/polling.ts';
import { createTelegramFetch } from '#bot/telegram-fetch.ts';
import type { TelegramCall } from '#bot/telegram-fetch.ts';
import { languageOf, textsFor } from '#bot/texts/texts.ts';
import { createUpdateDispatcher } from '#bot/updates/update-dispatcher.ts';
import { createUpdateIntake } from '#bot/updates/update-intake.ts';
import { createUpdateStore } from '#bot/updates/update-store.ts';
import type { ClaimedUpdate } from '#bot/updates/update-store.ts';
import { readWebhook } from '#bot/updates/read-webhook.ts';
import type { WebhookAnswer } from '#bot/updates/read-webhook.ts';

export interface BotConfig {
  organizationId: string;
  token: string;
  apiRoot?: string;
  mode: 'polling' | 'webhook';
  /** Where Telegram sends updates to, without the bot's id at the end. */
  webhookUrl?: string;
  webhookSecret?: string;
}

export interface Bots {
  /**
   * With `receive` connects every bot and handles updates; a bot that cannot connect is tried again and stops no other.
   * Without it this process only writes, and stores what comes by webhook for those that receive.
   */
  start(options: { receive: boolean }): Promise<void>;
  stop(): Promise<void>;
  /** The organization's way to write; throws `service.notConnected` when it has no bot. */
  messengerFor(organizationId: string): Promise<Messenger>;
  /** Stores an update that came by webhook; the secret is checked before anything is parsed. */
  acceptWebhook(botId: string, secret: string, rawBody: string): Promise<WebhookAnswer>;
  /** Takes a changed or removed token over. */
  reload(organizationId: string): Promise<void>;
}

interface RunningBot {
  config: BotConfig;
  botId: number;
  api: Api;
  client: ApiClientOptions;
  signer: ButtonSigner;
  messenger: Messenger;
  bot?: Bot<BotContext>;
  me?: UserFromGetMe;
  polling?: { stop(): Promise<void> };
  retry?: NodeJS.Timeout;
}

const reconnectMs = 30_000;

/** Several bots in one process, one per organization, on one queue of stored updates. */
export function createBots(options: {
  make: ContextFactory;
  database: Database;
  log: Log;
  configs: () => Promise<BotConfig[]>;
  fetch?: typeof fetch;
  onCall?: (call: TelegramCall) => void;
  /** For tests: how long a long poll waits, and how often forgotten updates are looked for. */
  pollTimeoutSec?: number;
  sweepMs?: number;
}): Bots {
  const { make, database, log } = options;
  const running = new Map<string, RunningBot>();
  const store = createUpdateStore(database);
  let isStarted = false;
  let loading: Promise<void> | undefined;

  const dispatcher = createUpdateDispatcher({
    database,
    log,
    botIds: () => [...running.values()].flatMap((entry) => (entry.bot ? [entry.botId] : [])),
    handle: handleUpdate,
    onParked: tellIncident,
    ...(options.sweepMs === undefined ? {} : { sweepMs: options.sweepMs }),
  });

  function open(config: BotConfig): RunningBot {
    const client: ApiClientOptions = {
      apiRoot: (config.apiRoot ?? 'https://api.telegram.org').replace(/\/+$/, ''),
      timeoutSeconds: 90,
      fetch: createTelegramFetch({
        log,
        ...(options.fetch ? { fetch: options.fetch } : {}),
        ...(options.onCall ? { onCall: options.onCall } : {}),
      }),
    };
    const api = new Api(config.token, client);
    const botId = Number(config.token.split(':')[0]);
    const signer = createButtonSigner(make.runtime.secretBox.derive('buttons'), botId);
    const entry: RunningBot = {
      config,
      botId,
      api,
      client,
      signer,
      messenger: createMessenger({
        api,
        identity: async () => ({ me: await identify(entry), signer }),
        fetchFile: createFileFetcher({
          apiRoot: String(client.apiRoot),
          token: config.token,
          ...(options.fetch ? { fetch: options.fetch } : {}),
        }),
      }),
    };
    return entry;
  }

  async function identify(entry: RunningBot): Promise<UserFromGetMe> {
    entry.me ??= await entry.api.getMe();
    return entry.me;
  }

  async function load(): Promise<void> {
    const configs = await options.configs();
    for (const config of configs) {
      const current = running.get(config.organizationId);
      if (current && JSON.stringify(current.config) === JSON.stringify(config)) continue;
      if (current) await close(current);
      running.set(config.organizationId, open(config));
    }
    for (const [organizationId, entry] of running) {
      if (configs.some((config) => config.organizationId === organizationId)) continue;
      running.delete(organizationId);
      await close(entry);
    }
  }

  async function connect(entry: RunningBot): Promise<void> {
    const { config, api, client, signer } = entry;
    try {
      const me = await identify(entry);
      if (!isCurrent(entry)) return;
      entry.bot = createBot({
        token: config.token,
        me,
        client,
        deps: { organizationId: config.organizationId, make, signer, log },
      });
      void setPublicCommands(api, log);
      if (config.mode === 'webhook') await setWebhook(entry);
      else
        entry.polling = startPolling({
          api,
          take: intakeOf(entry),
          log,
          ...(options.pollTimeoutSec === undefined ? {} : { timeoutSec: options.pollTimeoutSec }),
        });
      log.info({ organization: config.organizationId, bot: me.username, mode: config.mode }, 'bot connected');
      dispatcher.wake();
    } catch (error) {
      log.error(
        { organization: config.organizationId, err: messageOf(error) },
        'a bot could not connect; trying again',
      );
      if (isCurrent(entry)) entry.retry = setTimeout(() => void connect(entry), reconnectMs);
    }
  }

  function isCurrent(entry: RunningBot): boolean {
    return isStarted && running.get(entry.config.organizationId) === entry;
  }

  async function setWebhook({ config, api, botId }: RunningBot): Promise<void> {
    if (!config.webhookUrl || !config.webhookSecret) throw new Error('A webhook needs a public address and a secret.');
    await api.setWebhook(`${config.webhookUrl}/${botId}`, {
      secret_token: config.webhookSecret,
      allowed_updates: allowedUpdates,
      max_connections: 40,
    });
  }

  async function close(entry: RunningBot): Promise<void> {
    clearTimeout(entry.retry);
    await entry.polling?.stop();
  }

  function intakeOf(entry: RunningBot) {
    return createUpdateIntake({
      botId: entry.botId,
      organizationId: entry.config.organizationId,
      api: entry.api,
      store,
      onStored: () => (isStarted ? dispatcher.wake() : undefined),
      log,
    });
  }

  async function handleUpdate(update: ClaimedUpdate): Promise<void> {
    const bot = byId(update.botId)?.bot;
    if (!bot) throw new AppError('unavailable', 'internal', 'The bot of this update is not running here.');
    try {
      await bot.handleUpdate(update.payload);
    } catch (error) {
      throw error instanceof BotError ? error.error : error;
    }
  }

  async function tellIncident(update: ClaimedUpdate, error: unknown): Promise<void> {
    const incident = newIncidentCode();
    log.error({ incident, seq: update.seq, err: messageOf(error) }, 'an update was given up');
    const message = update.payload.message ?? update.payload.callback_query?.message;
    const from = update.payload.message?.from ?? update.payload.callback_query?.from;
    if (message?.chat.type !== 'private') return;
    await byId(update.botId)?.api.sendMessage(
      message.chat.id,
      textsFor(languageOf(from?.language_code)).errors.incident(incident),
    );
  }

  function byId(botId: number): RunningBot | undefined {
    return [...running.values()].find((entry) => entry.botId === botId);
  }

  function loadOnce(): Promise<void> {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  return {
    async start({ receive }) {
      await loadOnce();
      if (!receive) return;
      isStarted = true;
      dispatcher.start();
      await Promise.all([...running.values()].map(connect));
    },
    async stop() {
      const wasStarted = isStarted;
      isStarted = false;
      await Promise.all([...running.values()].map(close));
      if (wasStarted) await dispatcher.stop();
    },
    async messengerFor(organizationId) {
      await loadOnce();
      const entry = running.get(organizationId);
      if (entry) return entry.messenger;
      throw new AppError('service_not_connected', 'service.notConnected', 'No Telegram bot is connected.', {
        params: { service: 'telegram' },
      });
    },
    async acceptWebhook(botId, secret, rawBody) {
      await loadOnce();
      const entry = byId(Number(botId));
      const read = readWebhook({ expected: entry?.config.webhookSecret, given: secret, rawBody });
      if (!entry) return 'unknown_bot';
      if (typeof read === 'string') return read;
      await intakeOf(entry)(read.update);
      return 'accepted';
    },
    async reload(organizationId) {
      await loadOnce();
      const before = running.get(organizationId);
      await load();
      const after = running.get(organizationId);
      if (isStarted && after && after !== before) await connect(after);
    },
  };
}
