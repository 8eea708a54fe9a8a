import { ApiError } from './api-error.ts';
import { CallLog } from './call-log.ts';
import { Delivery } from './delivery.ts';
import type { ExecuteReply } from './webhook-sender.ts';
import { Faults } from './faults.ts';
import { FloodLimits } from './flood-limits.ts';
import type { BotRecord, FormattedText } from './records.ts';
import { World } from './world.ts';
import type { WorldOptions } from './world.ts';

export interface StationOptions extends WorldOptions {
  bots?: { token: string; username?: string | undefined; name?: string | undefined }[] | undefined;
  /** First pause of the webhook backoff, in ms (Telegram's own is one second). */
  webhookRetryBaseMs?: number | undefined;
  /** How long a button press may be answered, in ms. */
  callbackWindowMs?: number | undefined;
}

export interface LiveDraft extends FormattedText {
  draftId: number;
  botId: number;
  untilMs: number;
}

/** The stand-in's parts, joined: what exists, what waits for delivery, what shall fail, what was called. */
export interface Station {
  world: World;
  delivery: Delivery;
  faults: Faults;
  calls: CallLog;
  floodLimits: FloodLimits;
  callbackWindowMs: number;
  /** Streaming drafts by chat key; they live 30 s and are not remembered. */
  drafts: Map<string, LiveDraft>;
  /** Aborted when the stand-in closes. */
  closing: AbortSignal;
  close(): void;
}

export function createStation(options: StationOptions, execute: (station: Station) => ExecuteReply): Station {
  const world = new World(options);
  const closing = new AbortController();
  const station: Station = {
    world,
    delivery: new Delivery(
      world,
      (bot, method, params) => execute(station)(bot, method, params),
      options.webhookRetryBaseMs ?? 1_000,
    ),
    faults: new Faults(),
    calls: new CallLog(),
    floodLimits: new FloodLimits(),
    callbackWindowMs: options.callbackWindowMs ?? 15_000,
    drafts: new Map(),
    closing: closing.signal,
    close: () => {
      closing.abort();
      station.delivery.close();
      world.close();
    },
  };
  for (const bot of options.bots ?? []) registerBot(world, bot.token, bot.username, bot.name);
  station.delivery.resume();
  return station;
}

const tokenPattern = /^([1-9]\d{0,15}):([A-Za-z0-9_-]{1,80})$/;

/** The bot of that token, registered now if its id is new. Throws 401 for a token that is malformed or not this bot's. */
export function registerBot(world: World, token: string, username?: string, name?: string): BotRecord {
  const id = tokenPattern.exec(token)?.[1];
  if (id === undefined) throw new ApiError(401, 'Unauthorized: invalid token specified');
  const known = world.bots.get(id);
  if (known !== undefined && known.token !== token) throw new ApiError(401, 'Unauthorized');
  if (
    known !== undefined &&
    (username ?? known.username) === known.username &&
    (name ?? known.firstName) === known.firstName
  ) {
    return known;
  }
  const bot: BotRecord = {
    ...(known ?? { canReadAllGroupMessages: false, allowedUpdates: null, webhook: null }),
    id: Number(id),
    token,
    username: username ?? known?.username ?? `sandbox_${id}_bot`,
    firstName: name ?? known?.firstName ?? `Sandbox bot ${id}`,
  };
  world.act(() => {
    world.bots.put(id, bot);
    world.announce({ type: 'bot', botId: bot.id });
  });
  return bot;
}
