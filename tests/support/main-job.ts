import type { SeenMessage } from '#sandbox/telegram/index.ts';
import type { Language } from '#bot/texts/texts.ts';
import { actUntilSeen, createPerson, hasButton, newest, onlyWait } from '#tests/support/person.ts';
import type { Person } from '#tests/support/person.ts';
import { standInKeys } from '#tests/support/stand-ins.ts';
import type { StandIns } from '#tests/support/stand-ins.ts';
import type { Team } from '#tests/support/team.ts';

/** What one run of the main job said and to whom, so that it can be found again on every side. */
export interface MainJob {
  client: Person;
  clientText: string;
  goal: string;
  phone: string;
  manager: Person;
  /** What the client got in the end. */
  reply: string;
  /** Decisions that the product asked of a person because it could not know itself what had happened. */
  decidedByPerson: string[];
}

export type MainJobStep = 'lead card' | 'call requested' | 'approved' | 'result' | 'reply';

export interface MainJobOptions {
  standIns: StandIns;
  team: Team;
  language: Language;
  /** Unique among all jobs of a world; below 100,000. */
  number: number;
  /** Which of the approvers decides. */
  approver?: number;
  /** How long each step may take: a product that is being killed needs longer. */
  stepLimitMs?: number;
  /** Hears what has just been reached, for which client; the next step waits for it. */
  onStep?: (step: MainJobStep, about: { client: Person }) => void | Promise<void>;
}

const words = {
  ru: {
    firstName: 'Мария',
    hello: (id: string) => `Здравствуйте! Хочу записаться на тест-драйв, номер ${id}`,
    goal: (id: string) => `Дело ${id}: договориться о тест-драйве в субботу`,
  },
  en: {
    firstName: 'Maria',
    hello: (id: string) => `Hello! I would like to book a test drive, case ${id}`,
    goal: (id: string) => `Case ${id}: arrange a test drive on Saturday`,
  },
};

/**
 * The whole main job by taps and typing: a client writes, the owner of the lead asks for a call, an approver approves it,
 * the call runs and is analyzed, its result reaches the owner and the channel, and the drafted follow-up reaches the client.
 */
export async function runMainJob(options: MainJobOptions): Promise<MainJob> {
  const { standIns, team, language, number, onStep = () => undefined } = options;
  const { sim } = standIns.telegram;
  const limit = { timeoutMs: options.stepLimitMs ?? 30_000 };
  const id = String(number).padStart(7, '0');
  const clientText = words[language].hello(id);
  const goal = words[language].goal(id);
  const phone = `+7916${String(number).padStart(5, '0')}77`;

  const client = await createPerson(sim, {
    firstName: words[language].firstName,
    lastName: `K${id}`,
    language,
    bot: standInKeys.botUsername,
  });
  await client.write(clientText);
  const { manager, card } = await findLeadCard(team, client, limit);
  await onStep('lead card', { client });

  await withTurn(manager, () => askForCall({ manager, card, client, goal, phone, team, limit }));
  await onStep('call requested', { client });
  await approve({ approver: approverOf(team, options.approver ?? 0), goal, limit });
  await onStep('approved', { client });
  const decidedByPerson: string[] = [];
  await seeResult({ manager, client, phone, team, standIns, limit, decidedByPerson });
  await onStep('result', { client });
  const reply = await sendDraft({ manager, client, goal, limit, decidedByPerson });
  await onStep('reply', { client });
  return { client, clientText, goal, phone, manager, reply, decidedByPerson };
}

type Limit = { timeoutMs: number };

function approverOf(team: Team, index: number): Person {
  const approver = team.approvers[index % team.approvers.length];
  if (!approver) throw new Error('The team has no approver.');
  return approver;
}

/** The lead's card appears with the manager whose turn it is. */
async function findLeadCard(team: Team, client: Person, limit: Limit): Promise<{ manager: Person; card: SeenMessage }> {
  return actUntilSeen(
    client.sim,
    `a lead card for ${client.name}`,
    onlyWait,
    async () => {
      for (const manager of team.managers) {
        const card = newest(
          await manager.chatHistory(),
          (message) => hasButton(message, manager.texts.leads.call) && message.text.includes(client.name),
        );
        if (card) return { manager, card };
      }
      return null;
    },
    limit,
  );
}

// A person fills in one form at a time.
const turns = new WeakMap<Person, Promise<unknown>>();

async function withTurn<T>(person: Person, work: () => Promise<T>): Promise<T> {
  const before = turns.get(person) ?? Promise.resolve();
  const turn = before.catch(() => undefined).then(work);
  turns.set(person, turn);
  return turn;
}

/** Fills the form in by answering whatever question stands last in the chat; begins anew when nothing moves. */
async function askForCall(job: {
  manager: Person;
  card: SeenMessage;
  client: Person;
  goal: string;
  phone: string;
  team: Team;
  limit: Limit;
}): Promise<void> {
  const { manager, card, client, goal, phone } = job;
  const { callRequests, leads } = manager.texts;
  const isRequested = async () =>
    newest(await manager.chatHistory(), (message) => isRequestCard(manager, message, goal)) !== undefined;
  const answered = new Set<string>();
  let nothingSince = performance.now();
  let lastBefore = (await manager.chatHistory()).at(-1)?.messageId ?? 0;
  await manager.press(card, leads.call);

  const answer = async (): Promise<boolean> => {
    const question = newest(
      await manager.chatHistory(),
      (message) => message.messageId > lastBefore && hasButton(message, manager.texts.actions.cancel),
    );
    const moment = question ? `${question.messageId}/${question.editCount}` : '';
    if (question && !answered.has(moment)) {
      answered.add(moment);
      nothingSince = performance.now();
      await answerQuestion(manager, question, { goal, phone, client });
      return false;
    }
    // What was typed stands in the chat, so nobody types it again soon; a press leaves no trace.
    const isTyped = (await manager.chatHistory()).at(-1)?.from.isBot === false;
    if (performance.now() - nothingSince < (isTyped ? 20_000 : 4_000)) return false;
    nothingSince = performance.now();
    if (question) {
      answered.delete(moment);
      return false;
    }
    lastBefore = (await manager.chatHistory()).at(-1)?.messageId ?? lastBefore;
    await manager.press(card, leads.call);
    return false;
  };
  await actUntilSeen(manager.sim, `the request “${goal}” (${callRequests.send})`, answer, isRequested, job.limit);
}

async function answerQuestion(
  manager: Person,
  question: SeenMessage,
  answers: { goal: string; phone: string; client: Person },
): Promise<void> {
  const { callRequests } = manager.texts;
  const asks = (text: string) => question.text.includes(text);
  if (hasButton(question, callRequests.send)) return manager.press(question, callRequests.send);
  if (hasButton(question, callRequests.windowChoices.soon))
    return manager.press(question, callRequests.windowChoices.soon);
  if (asks(callRequests.askPhone.source)) return void (await manager.write(answers.phone));
  if (callRequests.goals.every((goal) => hasButton(question, goal))) return void (await manager.write(answers.goal));
}

function isRequestCard(manager: Person, message: SeenMessage, goal: string): boolean {
  const { callRequests } = manager.texts;
  const shows = (status: string) => message.text.includes(status);
  return (
    message.text.includes(goal) &&
    (Object.values(callRequests.statuses).some(shows) || hasButton(message, callRequests.cancelRequest))
  );
}

async function approve(job: { approver: Person; goal: string; limit: Limit }): Promise<void> {
  const { approver, goal } = job;
  const { callRequests } = approver.texts;
  const cardOf = async () => newest(await approver.chatHistory(), (message) => message.text.includes(goal));
  const press = async () => {
    const card = await cardOf();
    if (!card || !hasButton(card, callRequests.approve)) return false;
    await approver.press(card, callRequests.approve);
    return true;
  };
  await actUntilSeen(
    approver.sim,
    `the approval of “${goal}”`,
    press,
    async () => (await cardOf())?.text.includes(callRequests.statuses.approved),
    job.limit,
  );
}

/** The result stands on the owner's card and in the channel; a call of unknown outcome is decided by who can hear the phone. */
async function seeResult(job: {
  manager: Person;
  client: Person;
  phone: string;
  team: Team;
  standIns: StandIns;
  limit: Limit;
  decidedByPerson: string[];
}): Promise<void> {
  const { manager, client, team } = job;
  const { calls } = manager.texts;
  const decide = async () => {
    const card = newest(
      await manager.chatHistory(),
      (message) => message.text.includes(client.name) && hasButton(message, calls.dialAgain),
    );
    if (!card) return false;
    const hasRung = (await job.standIns.retell.sim.calls()).some((call) => call.toNumber === job.phone);
    if (hasRung) throw new Error(`The call to ${client.name} took place, and its owner is asked whether it did.`);
    job.decidedByPerson.push('call: dial again');
    await manager.press(card, calls.dialAgain);
    return true;
  };
  await actUntilSeen(
    manager.sim,
    `the result of the call to ${client.name}`,
    decide,
    async () => {
      const history = await manager.chatHistory();
      return newest(
        history,
        (message) =>
          message.text.includes(client.name) &&
          message.text.includes(calls.statuses.ended) &&
          message.text.includes(calls.summary),
      );
    },
    job.limit,
  );
  await actUntilSeen(
    manager.sim,
    `the report about ${client.name} in the channel`,
    onlyWait,
    async () => {
      const history = await manager.sim.history(team.channel);
      return newest(history, (message) => message.text.includes(client.name));
    },
    job.limit,
  );
}

/** Sends the newest draft for the client and returns what the client got; a message of unknown outcome is decided by asking the client. */
async function sendDraft(job: {
  manager: Person;
  client: Person;
  goal: string;
  limit: Limit;
  decidedByPerson: string[];
}): Promise<string> {
  const { manager, client } = job;
  const { drafts, conversations } = manager.texts;
  const requestedAt = newest(await manager.chatHistory(), (message) => message.text.includes(job.goal))?.messageId ?? 0;
  let shown = '';
  const got = async (): Promise<string | null> => {
    const replies = (await client.chatHistory()).filter(
      (message) => message.from.isBot && shown !== '' && message.text !== '' && shown.includes(message.text),
    );
    return replies.at(-1)?.text ?? null;
  };
  const decide = async (): Promise<boolean> => {
    const doubt = newest(
      await manager.chatHistory(),
      (message) => message.text.includes(client.name) && hasButton(message, conversations.sendAgain),
    );
    if (!doubt) return false;
    const decision = (await got()) === null ? conversations.sendAgain : conversations.arrived;
    job.decidedByPerson.push(`message: ${decision}`);
    await manager.press(doubt, decision);
    return true;
  };
  const press = async () => {
    if (await decide()) return true;
    const card = newest(
      await manager.chatHistory(),
      (message) =>
        message.messageId > requestedAt && message.text.includes(client.name) && hasButton(message, drafts.send),
    );
    if (!card) return false;
    shown = card.text;
    await manager.press(card, drafts.send);
    return true;
  };
  return actUntilSeen(manager.sim, `a reply to ${client.name}`, press, got, { ...job.limit, patienceMs: 3_000 });
}
