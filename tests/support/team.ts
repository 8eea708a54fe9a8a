import { Client } from 'pg';
import { z } from 'zod';
import type { SimChat } from '#sandbox/telegram/index.ts';
import { SignedIn, WithId, createApiClient } from '#tests/support/api-client.ts';
import type { ApiClient } from '#tests/support/api-client.ts';
import { actUntilSeen, createPerson, hasButton, newest, onlyWait } from '#tests/support/person.ts';
import type { Person } from '#tests/support/person.ts';
import { standInKeys } from '#tests/support/stand-ins.ts';
import type { StandIns } from '#tests/support/stand-ins.ts';
import type { Language } from '#bot/texts/texts.ts';

/** The people of one organization, with their chats, and the channel that gets its results. */
export interface Team {
  api: ApiClient;
  adminToken: string;
  admin: Person;
  managers: Person[];
  approvers: Person[];
  channel: SimChat;
  language: Language;
}

/**
 * Puts a team to work as an administrator does: registers, adds members, sends invite links, and has the bot report to a
 * channel. The calling hours and budget are opened wide in the database, so that tests run at any hour.
 */
export async function gatherTeam(options: {
  apiUrl: () => string;
  standIns: StandIns;
  databaseUrl: string;
  language: Language;
  managers?: number;
}): Promise<Team> {
  const { apiUrl, standIns, language } = options;
  const { sim } = standIns.telegram;
  const open = createApiClient(apiUrl);
  const signedIn = await open.send(
    'POST',
    '/api/auth/register',
    {
      name: 'Anna Admin',
      email: 'anna.admin@example.com',
      password: 'a password of the tests',
      organizationName: 'Kvadrat',
      language,
    },
    SignedIn,
  );
  const api = createApiClient(apiUrl, signedIn.token);
  await openCallingHours(options.databaseUrl);

  const join = async (userId: string, firstName: string, lastName: string): Promise<Person> => {
    const { invite_url: link } = await api.send(
      'POST',
      `/api/users/${userId}/invite`,
      undefined,
      z.object({ invite_url: z.url() }),
    );
    const startParam = new URL(link).searchParams.get('start') ?? '';
    const person = await createPerson(sim, { firstName, lastName, language, bot: standInKeys.botUsername, startParam });
    const isBound = z.object({ telegram: z.object({}).nullable() });
    await actUntilSeen(
      sim,
      `${firstName} being welcomed`,
      onlyWait,
      async () => (await api.get(`/api/users/${userId}`, isBound)).telegram !== null,
      { timeoutMs: 30_000, patienceMs: 300 },
    );
    return person;
  };
  const add = async (firstName: string, lastName: string, permissions: string[]): Promise<Person> => {
    const email = `${firstName}.${lastName}@example.com`.toLowerCase();
    // Analysts take no leads, so who asks and who decides are different people.
    const role = permissions.length > 0 ? 'analyst' : 'manager';
    const member = { name: `${firstName} ${lastName}`, email, role, permissions };
    const { id } = await api.send('POST', '/api/users', member, WithId);
    return join(id, firstName, lastName);
  };
  const admin = await join(signedIn.user.id, 'Anna', 'Admin');
  const managers: Person[] = [];
  for (let number = 1; number <= (options.managers ?? 1); number += 1)
    managers.push(await add('Manager', `Number${number}`, []));
  const approvers = [
    await add('Oleg', 'Approver', ['calls.approve']),
    await add('Vera', 'Approver', ['calls.approve']),
  ];

  const channel = await sim.createChannel({
    title: 'Kvadrat results',
    members: [admin.user],
    bots: [standInKeys.botUsername],
    botIsAdmin: true,
  });
  await setReportChannel(admin, channel, options.databaseUrl, language);
  return { api, adminToken: signedIn.token, admin, managers, approvers, channel, language };
}

async function openCallingHours(databaseUrl: string): Promise<void> {
  await withDatabase(databaseUrl, (client) =>
    client.query(
      `UPDATE organizations SET calling_from_minute = 0, calling_to_minute = 1440, daily_budget_cents = 100000000, hours_between_calls = 0, max_calls_per_day = 20`,
    ),
  );
}

/** The bot offers each channel it is added to; the administrator says yes, with names. */
async function setReportChannel(
  admin: Person,
  channel: SimChat,
  databaseUrl: string,
  language: Language,
): Promise<void> {
  const { reports } = admin.texts;
  const isSet = () =>
    withDatabase(
      databaseUrl,
      async (client) =>
        (await client.query(`SELECT 1 FROM report_channels WHERE chat_id = $1 AND disabled_at IS NULL`, [channel.id]))
          .rowCount === 1,
    );
  const accept = async () => {
    const offer = newest(await admin.chatHistory(), (message) => hasButton(message, reports.sendHereWithNames));
    if (offer) await admin.press(offer, reports.sendHereWithNames);
    return offer !== undefined;
  };
  await actUntilSeen(admin.sim, 'the report channel', accept, isSet, { timeoutMs: 15_000, patienceMs: 500 });
  await withDatabase(databaseUrl, (client) => client.query(`UPDATE report_channels SET language = $1`, [language]));
}

/** Lends a connection to the database itself, past any proxy. */
export async function withDatabase<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
