import { z } from 'zod';
import type { SeenMessage, TapResult } from '#sandbox/telegram/index.ts';
import type { Language } from '#bot/texts/texts.ts';
import { openForeignWorld } from '#tests/flows/foreign-addresses/foreign-world.ts';
import type { ForeignWorld } from '#tests/flows/foreign-addresses/foreign-world.ts';
import { WithId } from '#tests/support/api-client.ts';
import { hasButton, newest } from '#tests/support/person.ts';
import type { Person } from '#tests/support/person.ts';
import { withDatabase } from '#tests/support/team.ts';
import type { Team } from '#tests/support/team.ts';

/** A request for a call that waits, made by the administrator through the API. */
export interface WaitingRequest {
  id: string;
  goal: string;
  lead: string;
}

/** What came of a request in the database. */
export interface Outcome {
  status: string;
  revision: number;
  /** Names of those whose decision was written. */
  deciders: string[];
  calls: number;
}

export interface ApprovalWorld extends AsyncDisposable {
  foreign: ForeignWorld;
  team: Team;
  /** A new lead with a number of its own, and a request to call it. */
  ask(): Promise<WaitingRequest>;
  /** The newest message about the request in the person's chat; waits for it. */
  cardOf(person: Person, request: { goal: string }, ...texts: string[]): Promise<SeenMessage>;
  /** The newest message about the request that has the button, Approve unless named; waits for it. */
  cardToDecide(person: Person, request: { goal: string }, label?: string): Promise<SeenMessage>;
  /** The data behind a button, to press it again when it is gone from the screen. */
  dataBehind(card: SeenMessage, label: string): string;
  /** A press with this data, as an app sends it whose screen is old or whose owner made it up; resolves when it is handled. */
  pressData(person: Person, card: SeenMessage, data: string): Promise<TapResult>;
  /** A message of the bot in the person's chat that came or changed after `since` and shows the text; waits for it. */
  sees(person: Person, text: string, since?: SeenMessage[]): Promise<SeenMessage>;
  outcomeOf(request: WaitingRequest): Promise<Outcome>;
  /** Waits until the request stands so. */
  until(request: WaitingRequest, expected: Partial<Outcome>): Promise<Outcome>;
  /** The administrator changes what the call is for. */
  edit(request: WaitingRequest, goal: string): Promise<void>;
  setPermissions(person: Person, permissions: string[]): Promise<void>;
  /** The administrator closes the person's access. */
  disable(person: Person): Promise<void>;
  sql(text: string, values: unknown[]): Promise<void>;
}

const seeLimitMs = 20_000;
const words = {
  ru: {
    goal: (number: number) => `Рассказать о скидке, дело ${number}`,
    lead: (number: number) => `Пётр Номер${number}`,
  },
  en: {
    goal: (number: number) => `Tell about the discount, case ${number}`,
    lead: (number: number) => `Peter Number${number}`,
  },
};

/** The product with a team of two approvers who read this language. */
export async function openApprovalWorld(language: Language): Promise<ApprovalWorld> {
  const world = await openForeignWorld({ telegramMode: 'polling', language, storage: { kind: 'embedded' } });
  const { team, databaseUrl, standIns } = world;
  const { sim } = standIns.telegram;
  let made = 0;

  const momentOf = (message: SeenMessage) => `${message.messageId}/${message.editCount}`;
  const outcomeOf = (request: WaitingRequest) =>
    withDatabase(databaseUrl, async (client) => {
      const { rows } = await client.query<Outcome>(
        `SELECT r.status, r.revision,
           (SELECT count(*)::int FROM calls c WHERE c.call_request_id = r.id) AS calls,
           ARRAY(SELECT u.name FROM approvals a JOIN users u ON u.id = a.decider_id WHERE a.call_request_id = r.id) AS deciders
         FROM call_requests r WHERE r.id = $1`,
        [request.id],
      );
      const [row] = rows;
      if (!row) throw new Error(`There is no request ${request.id}.`);
      return row;
    });

  const userIdOf = (person: Person) =>
    withDatabase(databaseUrl, async (client) => {
      const { rows } = await client.query<{ id: string }>(`SELECT id FROM users WHERE telegram_user_id = $1`, [
        person.user.id,
      ]);
      return rows[0]?.id ?? '';
    });

  return {
    foreign: world,
    team,
    async ask() {
      made += 1;
      const name = words[language].lead(made);
      const goal = words[language].goal(made);
      const phone = `+7495200${String(made).padStart(4, '0')}`;
      const lead = await team.api.send('POST', '/api/leads', { name, phone }, WithId);
      const { id } = await team.api.send('POST', '/api/call-requests', { leadId: lead.id, goal }, WithId);
      return { id, goal, lead: name };
    },
    cardOf: (person, request, ...texts) =>
      sim.waitFor(
        async () =>
          newest(
            await person.chatHistory(),
            (message) => message.from.isBot && [request.goal, ...texts].every((text) => message.text.includes(text)),
          ),
        seeLimitMs,
        `a card “${[request.goal, ...texts].join(' … ')}” for ${person.name}`,
      ),
    cardToDecide: (person, request, label = person.texts.callRequests.approve) =>
      sim.waitFor(
        async () =>
          newest(
            await person.chatHistory(),
            (message) => message.text.includes(request.goal) && hasButton(message, label),
          ),
        seeLimitMs,
        `a card “${request.goal}” with ${label} for ${person.name}`,
      ),
    dataBehind(card, label) {
      const button = card.buttons.flat().find(({ text }) => text === label);
      if (!button?.callback_data) throw new Error(`The card has no button ${label}.`);
      return button.callback_data;
    },
    pressData: (person, card, data) =>
      sim.tapForged(person.user, person.chat, card.messageId, data, { waitMs: seeLimitMs }),
    async sees(person, text, since = []) {
      const before = new Set(since.map(momentOf));
      const find = async () =>
        newest(
          await person.chatHistory(),
          (message) => message.from.isBot && !before.has(momentOf(message)) && message.text.includes(text),
        );
      return sim.waitFor(find, seeLimitMs, `“${text}” in the chat of ${person.name}`);
    },
    outcomeOf,
    async until(request, expected) {
      const endAtMs = performance.now() + seeLimitMs;
      for (;;) {
        const outcome = await outcomeOf(request);
        const fits = Object.entries(expected).every(
          ([key, value]) => JSON.stringify(outcome[key as keyof Outcome]) === JSON.stringify(value),
        );
        if (fits) return outcome;
        if (performance.now() > endAtMs)
          throw new Error(`Waited for ${JSON.stringify(expected)}, but it is ${JSON.stringify(outcome)}.`);
      }
    },
    async edit(request, goal) {
      await team.api.send('PUT', `/api/call-requests/${request.id}`, { goal }, WithId);
    },
    async setPermissions(person, permissions) {
      await team.api.send('PUT', `/api/users/${await userIdOf(person)}/permissions`, { permissions }, z.unknown());
    },
    async disable(person) {
      await team.api.send('DELETE', `/api/users/${await userIdOf(person)}`, undefined, z.unknown());
    },
    sql: (text, values) => withDatabase(databaseUrl, async (client) => void (await client.query(text, values))),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
