import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createRetellSandbox } from './retell/index.ts';
import type { RetellSim } from './retell/index.ts';
import { createSmtpSandbox } from './smtp/index.ts';
import type { SmtpSandbox } from './smtp/index.ts';
import { partNames, startPage } from './start-page.ts';
import { createTelegramSandbox } from './telegram/index.ts';
import type { TelegramSim } from './telegram/index.ts';

/** A person who lives in the local Telegram and may play a part in the demo. */
export interface SandboxPerson {
  id: number;
  part: 'admin' | 'manager' | 'secondManager' | 'approver' | 'secondApprover' | 'client' | 'secondClient';
  firstName: string;
  lastName: string;
  username: string;
  languageCode: 'ru' | 'en';
  phone: string;
}

export const sandboxPeople: SandboxPerson[] = [
  {
    id: 5_000_000_001,
    part: 'admin',
    firstName: 'Анна',
    lastName: 'Соколова',
    username: 'anna_sokolova',
    languageCode: 'ru',
    phone: '+74951234501',
  },
  {
    id: 5_000_000_002,
    part: 'manager',
    firstName: 'Иван',
    lastName: 'Белов',
    username: 'ivan_belov',
    languageCode: 'ru',
    phone: '+74951234502',
  },
  {
    id: 5_000_000_003,
    part: 'secondManager',
    firstName: 'Kate',
    lastName: 'Miller',
    username: 'kate_miller',
    languageCode: 'en',
    phone: '+74951234503',
  },
  {
    id: 5_000_000_004,
    part: 'approver',
    firstName: 'Олег',
    lastName: 'Громов',
    username: 'oleg_gromov',
    languageCode: 'ru',
    phone: '+74951234504',
  },
  {
    id: 5_000_000_007,
    part: 'secondApprover',
    firstName: 'Sarah',
    lastName: 'Bennett',
    username: 'sarah_bennett',
    languageCode: 'en',
    phone: '+442079460007',
  },
  {
    id: 5_000_000_005,
    part: 'client',
    firstName: 'Мария',
    lastName: 'Лебедева',
    username: 'maria_lebedeva',
    languageCode: 'ru',
    phone: '+74951234567',
  },
  {
    id: 5_000_000_006,
    part: 'secondClient',
    firstName: 'John',
    lastName: 'Carter',
    username: 'john_carter',
    languageCode: 'en',
    phone: '+442079460018',
  },
];

/** Id of the team's channel in the local Telegram. */
export const sandboxChannelId = -1_005_000_000_001;
const channelTitle = 'Отдел продаж — отчёты';

/** Addresses and keys that stand where the operator's would. */
export interface OutsideWorldSettings {
  botToken: string;
  telegramApiRoot: string;
  retellApiKey: string;
  retellBaseUrl: string;
  retellFromNumber: string;
  retellAgentId: string;
  /** The agent that speaks English. */
  retellEnglishAgentId: string;
  smtpUrl: string;
  emailFrom: string;
}

export interface OutsideWorld {
  /** Mounted under `/sandbox`. */
  app: Hono;
  settings: OutsideWorldSettings;
  telegram: TelegramSim;
  retell: RetellSim;
  mail: SmtpSandbox;
  /** Puts the people and the team's channel there, once. */
  settle(): Promise<void>;
  /** The person follows an invite link of the bot and presses Start. */
  joinBot(personId: number, code: string): Promise<void>;
  close(): void;
}

const botToken = '7000000001:SANDBOX-local-bot-token-not-a-secret';
const botUsername = 'perezvon_sandbox_bot';

/** A Telegram and a telephone on localhost for a start without keys; state lives in `dataDir`. */
export async function createOutsideWorld(options: {
  dataDir: string;
  /** Address of this server as the machine itself reaches it, such as `http://127.0.0.1:8080`. */
  localUrl: string;
  /** How many times faster than life scripted calls pass. */
  callSpeed?: number;
  log: (line: string) => void;
}): Promise<OutsideWorld> {
  const folder = join(options.dataDir, 'sandbox');
  await mkdir(folder, { recursive: true });
  const mail = createSmtpSandbox({ log: options.log });
  const settings: OutsideWorldSettings = {
    botToken,
    telegramApiRoot: `${options.localUrl}/sandbox/telegram`,
    retellApiKey: 'sandbox-retell-key-not-a-secret',
    retellBaseUrl: `${options.localUrl}/sandbox/retell`,
    retellFromNumber: '+14155550100',
    retellAgentId: 'agent_sandbox_ru',
    retellEnglishAgentId: 'agent_sandbox_en',
    smtpUrl: await mail.listen(),
    emailFrom: 'Perezvon <perezvon@sandbox.example>',
  };
  const telegram = createTelegramSandbox({
    dataFile: join(folder, 'telegram.jsonl'),
    log: options.log,
    bots: [{ token: botToken, username: botUsername, name: 'Перезвон' }],
  });
  const retell = createRetellSandbox({
    apiKey: settings.retellApiKey,
    webhookUrl: `${options.localUrl}/api/webhooks/retell`,
    dataFile: join(folder, 'retell.jsonl'),
    speed: options.callSpeed ?? 4,
    fromNumbers: [settings.retellFromNumber],
    publicUrl: settings.retellBaseUrl,
    log: options.log,
  });
  const app = new Hono();
  app.get('/', (c) => c.html(startPage(sandboxPeople)));
  app.route('/telegram', telegram.app);
  app.route('/retell', retell.app);
  app.route('/mail', mail.app);
  return {
    app,
    settings,
    telegram: telegram.sim,
    retell: retell.sim,
    mail,
    async settle() {
      const known = new Set((await telegram.sim.users()).map((user) => user.id));
      for (const { id, part, firstName, lastName, username, languageCode } of sandboxPeople) {
        const role = partNames[part][languageCode];
        if (!known.has(id)) await telegram.sim.createUser({ id, firstName, lastName, username, languageCode, role });
      }
      if (known.size === 0) {
        const team = sandboxPeople
          .filter((person) => !person.part.toLowerCase().includes('client'))
          .map((person) => person.id);
        await telegram.sim.createChannel({
          id: sandboxChannelId,
          title: channelTitle,
          members: team,
          bots: [botUsername],
          botIsAdmin: true,
        });
      }
    },
    async joinBot(personId, code) {
      await telegram.sim.openPrivateChat(personId, botUsername, { startParam: code });
    },
    close() {
      telegram.close();
      retell.close();
      mail.close();
    },
  };
}
