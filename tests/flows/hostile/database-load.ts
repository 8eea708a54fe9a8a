import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { WithId } from '#tests/support/api-client.ts';
import { createPerson } from '#tests/support/person.ts';
import type { Person } from '#tests/support/person.ts';
import { standInKeys } from '#tests/support/stand-ins.ts';
import { withDatabase } from '#tests/support/team.ts';
import type { HostileProduct } from './hostile-product.ts';
import { messageOf } from '#platform/errors.ts';

/** What was sent while the load ran, and what the product acknowledged of it. */
export interface Load {
  /** Ends after what is under way has been answered. */
  stop(): Promise<void>;
  /** How many were acknowledged so far. */
  acknowledged(): number;
  /** Compares every acknowledgement with the database; what is wrong, in sentences. */
  check(): Promise<string[]>;
}

interface Sent {
  kind: 'form' | 'lead' | 'message' | 'approval';
  name: string;
  isAcknowledged: boolean;
}

const json = { 'content-type': 'application/json' };
const patienceMs = 40_000;

/** Sends leads from a form, leads by the API, clients' messages and approvals, each one after the other, until stopped. */
export async function startLoad(world: HostileProduct, options: { approvals: number }): Promise<Load> {
  const { product, team, standIns, databaseUrl } = world;
  const { api, adminToken } = team;
  const { url: formUrl } = await api.send('POST', '/api/incoming-tokens', { name: 'Site' }, z.object({ url: z.url() }));
  const clients: Person[] = [];
  for (let number = 0; number < 4; number += 1) {
    clients.push(
      await createPerson(standIns.telegram.sim, {
        firstName: `Client${number}`,
        language: 'en',
        bot: standInKeys.botUsername,
      }),
    );
  }
  const requests = await createRequests(world, options.approvals);
  const sent: Sent[] = [];
  const problems: string[] = [];
  let isStopping = false;
  let number = 0;

  async function post(path: string, body: unknown, headers: Record<string, string>): Promise<number> {
    try {
      const response = await fetch(path, {
        method: 'POST',
        headers: { ...json, ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await response.text();
      if (response.status >= 500 && response.status !== 503)
        problems.push(`${path} was answered ${response.status}: ${text.slice(0, 200)}`);
      return response.status;
    } catch (error) {
      problems.push(`${path} was not answered: ${String(error)} ${messageOf((error as Error).cause)}`);
      return 0;
    }
  }

  const isOk = (status: number) => status >= 200 && status < 300;
  const signedIn = { authorization: `Bearer ${adminToken}` };

  async function sendForm(entry: Sent): Promise<void> {
    const body = { type: 'lead', externalId: entry.name, name: entry.name };
    // A form's server sends again until it hears that the lead is in.
    while (!entry.isAcknowledged && !isStopping) {
      entry.isAcknowledged = isOk(await post(formUrl.replace(/^https?:\/\/[^/]+/, product.url), body, {}));
      if (!entry.isAcknowledged) await delay(200);
    }
  }

  async function sendLead(entry: Sent): Promise<void> {
    entry.isAcknowledged = isOk(await post(`${product.url}/api/leads`, { name: entry.name }, signedIn));
  }

  async function sendMessage(entry: Sent, count: number): Promise<void> {
    const client = clients[count % clients.length];
    if (!client) return;
    const { id } = client.user;
    const update = {
      update_id: 900_000_000 + count,
      message: {
        message_id: 100_000 + count,
        date: Math.floor(Date.now() / 1_000),
        chat: { id, type: 'private', first_name: client.name },
        from: { id, is_bot: false, first_name: client.name, language_code: 'en' },
        text: entry.name,
      },
    };
    const secret = { 'x-telegram-bot-api-secret-token': 'a-webhook-secret-of-the-flow-tests' };
    const path = `${product.url}/api/webhooks/telegram/${standInKeys.botToken.split(':')[0]}`;
    while (!entry.isAcknowledged && !isStopping) {
      entry.isAcknowledged = isOk(await post(path, update, secret));
      if (!entry.isAcknowledged) await delay(200);
    }
  }

  async function approve(entry: Sent): Promise<void> {
    const id = requests.shift();
    if (id === undefined) return void (entry.kind = 'approval');
    entry.name = id;
    entry.isAcknowledged = isOk(await post(`${product.url}/api/call-requests/${id}/approve`, {}, signedIn));
  }

  const repeat = async (kind: Sent['kind'], everyMs: number, send: (entry: Sent, count: number) => Promise<void>) => {
    while (!isStopping) {
      number += 1;
      const entry: Sent = { kind, name: `${kind} ${number}`, isAcknowledged: false };
      if (kind !== 'approval' || requests.length > 0) {
        sent.push(entry);
        await send(entry, number);
      }
      await delay(everyMs);
    }
  };
  const loops = [
    repeat('form', 150, sendForm),
    repeat('lead', 300, sendLead),
    repeat('lead', 300, sendLead),
    repeat('message', 200, sendMessage),
    repeat('approval', 400, approve),
  ];

  async function check(): Promise<string[]> {
    const found = [...problems];
    await withDatabase(databaseUrl, async (client) => {
      const count = async (text: string, name: string): Promise<number> =>
        (await client.query<{ count: number }>(text, [name])).rows[0]?.count ?? 0;
      for (const { kind, name, isAcknowledged } of sent) {
        const times =
          kind === 'message'
            ? Math.max(
                await count(
                  `SELECT count(*)::int AS count FROM telegram_updates WHERE payload->'message'->>'text' = $1`,
                  name,
                ),
                await count(
                  `SELECT count(*)::int AS count FROM messages WHERE direction = 'incoming' AND text = $1`,
                  name,
                ),
              )
            : kind === 'approval'
              ? await count(
                  `SELECT count(*)::int AS count FROM call_requests r JOIN calls c ON c.call_request_id = r.id
                   JOIN approvals a ON a.call_request_id = r.id AND a.decision = 'approved' WHERE r.status = 'approved' AND r.id = $1::uuid`,
                  name,
                )
              : await count('SELECT count(*)::int AS count FROM leads WHERE name = $1', name);
        if (isAcknowledged && times === 0) found.push(`“${name}” was acknowledged and is lost.`);
        if (times > 1) found.push(`“${name}” is there ${times} times.`);
      }
    });
    return found;
  }

  return {
    async stop() {
      isStopping = true;
      await Promise.all(loops);
    },
    acknowledged: () => sent.filter((entry) => entry.isAcknowledged).length,
    check,
  };
}

/** Requests that wait for a decision, each about a lead and number of its own. */
async function createRequests({ team, databaseUrl }: HostileProduct, count: number): Promise<string[]> {
  await withDatabase(databaseUrl, (client) => client.query('UPDATE organizations SET own_approval_allowed = true'));
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const lead = { name: `Callee ${number}`, phone: `+7916777${String(number).padStart(4, '0')}` };
    const { id: leadId } = await team.api.send('POST', '/api/leads', lead, WithId);
    const { id } = await team.api.send('POST', '/api/call-requests', { leadId, goal: `Call ${number}` }, WithId);
    ids.push(id);
  }
  return ids;
}
