import { Hono } from 'hono';
import { createBotApi, executeMethod } from './bot-api.ts';
import { runSimCommand } from './sim/commands.ts';
import type { SimCommandName, SimInput, SimOutput } from './sim/commands.ts';
import { createSim } from './sim/driver.ts';
import type { TelegramSim } from './sim/driver.ts';
import { createSimRoutes } from './sim/http.ts';
import { createStation } from './station.ts';
import type { StationOptions } from './station.ts';

export { createTelegramSimClient } from './sim/client.ts';
export type { TelegramSim } from './sim/driver.ts';
export type { TapResult } from './sim/tap-commands.ts';
export type { SimBot, SimChat, SimUser } from './sim/people-commands.ts';
export type { SeenMessage } from './sim/seen-message.ts';
export type { CallEntry } from './call-log.ts';
export type { FaultInput } from './faults.ts';

export interface TelegramSandbox {
  /** Mount it anywhere: `/bot<token>/<method>`, `/file/bot<token>/<path>`, `/chat`, `/sim/*`. */
  app: Hono;
  sim: TelegramSim;
  close(): void;
}

/** A local stand-in for Telegram: Bot API server, chat page and a driver for tests. State lives in `dataFile` if given. */
export function createTelegramSandbox(options: StationOptions = {}): TelegramSandbox {
  const station = createStation(options, (owner) => (bot, method, params) => executeMethod(owner, bot, method, params));
  const app = new Hono();
  app.route('/', createSimRoutes(station));
  app.route('/', createBotApi(station));
  const sim = createSim({
    async invoke<K extends SimCommandName>(name: K, input: SimInput<K>): Promise<SimOutput<K>> {
      return asOutput<K>(await runSimCommand(station, name, input));
    },
    subscribe: async (listener) => station.world.events.subscribe(listener),
  });
  return {
    app,
    sim,
    close: () => {
      station.close();
    },
  };
}

// `runSimCommand` runs the command of that name, so its result is that command's output.
function asOutput<K extends SimCommandName>(value: unknown): SimOutput<K> {
  return value as SimOutput<K>;
}
