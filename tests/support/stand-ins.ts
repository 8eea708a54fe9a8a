import { join } from 'node:path';
import { createOpenAiSimClient } from '#sandbox/openai/index.ts';
import type { OpenAiSimClient } from '#sandbox/openai/index.ts';
import { createRetellSimClient } from '#sandbox/retell/index.ts';
import type { RetellSimClient } from '#sandbox/retell/index.ts';
import { createTelegramSimClient } from '#sandbox/telegram/index.ts';
import type { TelegramSim } from '#sandbox/telegram/index.ts';
import { freePort, projectNode, startProcess, until } from '#tests/support/child-process.ts';
import type { OwnProcess } from '#tests/support/child-process.ts';

/** Keys that the stand-ins ask for; they open nothing else. */
export const standInKeys = {
  botToken: '7100000001:stand-in-bot-token-that-opens-nothing',
  botUsername: 'flow_test_bot',
  retellApiKey: 'stand-in-retell-key',
  openAiApiKey: 'stand-in-model-key',
  fromNumber: '+14155550100',
  agentId: 'agent_sandbox_ru',
};

/** Telegram, Retell and a model server, each its own process at its own address. */
export interface StandIns {
  telegram: { url: string; sim: TelegramSim };
  retell: { url: string; sim: RetellSimClient };
  openai: { url: string; sim: OpenAiSimClient };
  stop(): Promise<void>;
}

/** Starts the three stand-ins on free ports with their memory in `folder`; `callSpeed` is how much faster than life calls pass. */
export async function startStandIns(options: { folder: string; callSpeed?: number }): Promise<StandIns> {
  const { folder, callSpeed = 400 } = options;
  const [telegramPort, retellPort, openAiPort] = [await freePort(), await freePort(), await freePort()];
  const serve = (name: string, ...args: string[]) =>
    startProcess(projectNode, [`src/sandbox/${name}/serve.ts`, ...args]);
  const { botToken, botUsername, retellApiKey, openAiApiKey, fromNumber } = standInKeys;
  const processes: OwnProcess[] = [
    serve(
      'telegram',
      '--port',
      String(telegramPort),
      '--data',
      join(folder, 'telegram.jsonl'),
      '--bot',
      `${botToken},${botUsername},Перезвон`,
    ),
    serve(
      'retell',
      '--port',
      String(retellPort),
      '--data',
      join(folder, 'retell.jsonl'),
      '--api-key',
      retellApiKey,
      '--speed',
      String(callSpeed),
      '--from-number',
      fromNumber,
      '--concurrency-limit',
      '100',
    ),
    serve('openai', '--port', String(openAiPort), '--api-key', openAiApiKey, '--chunk-delay-ms', '2'),
  ];
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const telegram = { url: at(telegramPort), sim: createTelegramSimClient(at(telegramPort)) };
  const retell = { url: at(retellPort), sim: createRetellSimClient(at(retellPort)) };
  const openai = { url: at(openAiPort), sim: createOpenAiSimClient(at(openAiPort)) };
  const stop = async () => {
    telegram.sim.close();
    await Promise.all(processes.map((process) => process.destroy()));
  };
  try {
    await until(
      'the stand-ins answer',
      async () =>
        (await telegram.sim.bots()).length > 0 &&
        Array.isArray(await retell.sim.calls()) &&
        Array.isArray(await openai.sim.requests()),
    );
  } catch (error) {
    const printed = processes.flatMap((process) => process.lines.slice(-10)).join('\n');
    await stop();
    throw new Error(`The stand-ins did not start:\n${printed}`, { cause: error });
  }
  return { telegram, retell, openai, stop };
}
