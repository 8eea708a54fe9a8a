import type { z } from 'zod';
import { controlCommands } from './control-commands.ts';
import { messageCommands } from './message-commands.ts';
import { inlineCommands } from './inline-commands.ts';
import { peopleCommands } from './people-commands.ts';
import { tapCommands } from './tap-commands.ts';
import { webAppCommands } from './web-app-commands.ts';
import type { Station } from '../station.ts';

/** Everything people and tests can do; the in-process driver and HTTP run the same table. */
export const simCommands = {
  ...peopleCommands,
  ...messageCommands,
  ...tapCommands,
  ...inlineCommands,
  ...webAppCommands,
  ...controlCommands,
};

export type SimCommandName = keyof typeof simCommands;
export type SimInput<K extends SimCommandName> = z.input<(typeof simCommands)[K]['input']>;
export type SimOutput<K extends SimCommandName> = Awaited<ReturnType<(typeof simCommands)[K]['run']>>;

export function isSimCommand(name: string): name is SimCommandName {
  return Object.hasOwn(simCommands, name);
}

interface AnyCommand {
  input: { parse(value: unknown): unknown };
  run(station: Station, input: unknown): unknown;
}

/** Parses the input and runs the command as one act. Throws `ZodError` or `SimError`. */
export async function runSimCommand(station: Station, name: SimCommandName, input: unknown): Promise<unknown> {
  const chosen = anyCommand(name);
  const parsed = chosen.input.parse(input);
  return station.world.act(() => chosen.run(station, parsed));
}

// Each command's `run` takes what its own `input` parses to; over a union of names the compiler cannot see that pairing.
function anyCommand(name: SimCommandName): AnyCommand {
  return simCommands[name];
}
