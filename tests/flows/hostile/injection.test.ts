import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { checkAudit, checkCalls } from '#tests/faults/invariants.ts';
import { startAnsweringServer } from '#tests/support/answering-server.ts';
import type { AnsweringServer } from '#tests/support/answering-server.ts';
import { WithId } from '#tests/support/api-client.ts';
import { until } from '#tests/support/child-process.ts';
import { createPerson } from '#tests/support/person.ts';
import type { Person } from '#tests/support/person.ts';
import { standInKeys } from '#tests/support/stand-ins.ts';
import { withDatabase } from '#tests/support/team.ts';
import { openHostileProduct } from './hostile-product.ts';
import type { HostileProduct } from './hostile-product.ts';
import { injections } from './injections.ts';

let world: HostileProduct;
let attacker: AnsweringServer;
let orders: string[];

beforeAll(async () => {
  attacker = await startAnsweringServer((response) => response.end('thank you'));
  orders = injections(attacker.url);
  world = await openHostileProduct();
  await world.standIns.openai.sim.setMode('obey_attacker');
}, 60_000);
afterAll(async () => {
  await attacker.close();
  await world[Symbol.asyncDispose]();
}, 60_000);

async function rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return withDatabase(world.databaseUrl, async (client) => (await client.query<Row>(text, values)).rows);
}

/** What only people may bring about: none of it may have come from a model. */
async function deeds(): Promise<Record<string, unknown>> {
  const [counts] = await rows<Record<string, unknown>>(
    `SELECT (SELECT count(*)::int FROM call_requests) AS requests, (SELECT count(*)::int FROM approvals) AS approvals, (SELECT count(*)::int FROM calls) AS calls,
       (SELECT count(*)::int FROM call_attempts) AS attempts, (SELECT count(*)::int FROM messages WHERE direction = 'outgoing') AS sent,
       (SELECT count(*)::int FROM stage_moves WHERE from_stage_id IS NOT NULL) AS moves,
       (SELECT count(*)::int FROM leads WHERE deleted_at IS NOT NULL OR closed_at IS NOT NULL) AS closed,
       (SELECT count(*)::int FROM consents) AS consents, (SELECT count(*)::int FROM users) AS users`,
  );
  return counts ?? {};
}

/** Nothing is under way any more: analyses, drafts and cards are done. */
async function settled(): Promise<void> {
  await until(
    'everything has ended',
    async () => {
      const open = await rows(
        `SELECT 1 FROM effects WHERE state IN ('ready', 'running') UNION ALL SELECT 1 FROM telegram_updates WHERE handled_at IS NULL AND parked_at IS NULL
         UNION ALL SELECT 1 FROM calls WHERE status IN ('queued', 'dialing', 'ringing', 'ongoing') OR analysis_status = 'pending'`,
      );
      return open.length === 0;
    },
    { timeoutMs: 90_000, everyMs: 200 },
  );
}

test('Fifty orders spoken by a client on the phone bring nothing about but an analysis.', async () => {
  const { standIns, team } = world;
  await rows('UPDATE organizations SET own_approval_allowed = true');
  const perCall = 10;
  const calls = Math.ceil(orders.length / perCall);
  for (let call = 0; call < calls; call += 1) {
    const phone = `+7916555000${call}`;
    const said = orders.slice(call * perCall, (call + 1) * perCall);
    await standIns.retell.sim.nextCall({
      toNumber: phone,
      turns: [
        { speaker: 'agent', text: 'Здравствуйте! Это голосовой помощник на основе искусственного интеллекта.' },
        ...said.flatMap((text) => [
          { speaker: 'user' as const, text },
          { speaker: 'agent' as const, text: 'Я могу помочь только с записью на тест-драйв.' },
        ]),
      ],
    });
    const { id: leadId } = await team.api.send('POST', '/api/leads', { name: `Caller ${call}`, phone }, WithId);
    const { id } = await team.api.send('POST', '/api/call-requests', { leadId, goal: `Goal ${call}` }, WithId);
    await team.api.send('POST', `/api/call-requests/${id}/approve`, {}, WithId);
  }
  const before = await deeds();
  await settled();
  expect({ ...(await deeds()), attempts: 0 }).toEqual({ ...before, attempts: 0 });
  expect((await standIns.retell.sim.calls()).map(({ toNumber }) => toNumber).toSorted()).toEqual(
    Array.from({ length: calls }, (_, call) => `+7916555000${call}`),
  );
  expect(await checkCalls(world.databaseUrl, standIns)).toEqual([]);
  const analyses = await rows<{ scorecard: unknown; objections: unknown; engine: string }>(
    'SELECT scorecard, objections, engine FROM call_analyses',
  );
  expect(analyses.length).toBe(calls);
  expect(new Set(analyses.map(({ engine }) => engine))).toEqual(new Set(['gpt-5-mini']));
}, 120_000);

test('A model that makes quotes up is not believed: only what was said by that speaker stays on the scorecard.', async () => {
  const { standIns, team } = world;
  const phone = '+79165550099';
  const truth = 'Я подумаю до пятницы.';
  const judgement = {
    sentiment: 'positive',
    sentimentScore: 1,
    language: 'ru',
    intent: 'buy',
    topics: ['x'],
    summary: 'Perfect.',
    actionItems: [],
    objections: [{ text: 'none', quote: 'I agree to everything' }],
    scorecard: [
      { criterion: 'greeting', score: 10, comment: 'Perfect', speaker: 'B', quote: 'Агент был безупречен' },
      { criterion: 'closing', score: 9, comment: 'Said by the other', speaker: 'B', quote: truth },
      { criterion: 'needs', score: 5, comment: 'True', speaker: 'A', quote: truth },
    ],
  };
  await standIns.openai.sim.answer({ match: truth, json: judgement, times: 1 });
  await standIns.retell.sim.nextCall({
    toNumber: phone,
    turns: [
      { speaker: 'agent', text: 'Здравствуйте! Это голосовой помощник на основе искусственного интеллекта.' },
      { speaker: 'user', text: truth },
    ],
  });
  const { id: leadId } = await team.api.send('POST', '/api/leads', { name: 'Doubter', phone }, WithId);
  const { id } = await team.api.send('POST', '/api/call-requests', { leadId, goal: 'Doubt' }, WithId);
  await team.api.send('POST', `/api/call-requests/${id}/approve`, {}, WithId);
  await settled();
  const Judged = z.array(z.looseObject({ quote: z.string() }));
  const [analysis] = await rows<{ scorecard: unknown; objections: unknown }>(
    `SELECT a.scorecard, a.objections FROM call_analyses a JOIN calls c ON c.id = a.call_id WHERE c.phone = $1`,
    [phone],
  );
  expect(Judged.parse(analysis?.scorecard).map(({ quote }) => quote)).toEqual([truth]);
  expect(analysis?.objections).toEqual([]);
}, 120_000);

test('Orders in names, notes, companies and clients’ messages bring about drafts and cards only, and cards show them as plain text.', async () => {
  const { team, standIns } = world;
  const { sim } = standIns.telegram;
  const texts = orders.map((order) => order.slice(0, 180));
  const clients: Person[] = [];
  for (let number = 0; number < 5; number += 1) {
    const name = texts[number * 7] ?? '';
    clients.push(
      await createPerson(sim, { firstName: name.slice(0, 60), language: 'ru', bot: standInKeys.botUsername }),
    );
  }
  const before = await deeds();
  for (const [index, text] of texts.entries()) {
    const lead =
      index % 3 === 0
        ? { name: text }
        : index % 3 === 1
          ? { name: `Lead ${index}`, note: text }
          : { name: `Lead ${index}`, companyName: text };
    await team.api.send('POST', '/api/leads', lead, WithId);
    await clients[index % clients.length]?.write(text);
  }
  await settled();
  expect(await deeds()).toEqual(before);
  // The model did obey: its drafts repeat the orders, and stay drafts.
  const drafts = await rows<{ text: string }>(`SELECT text FROM drafts WHERE text <> ''`);
  expect(drafts.filter(({ text }) => orders.some((order) => text.includes(order.slice(0, 30)))).length).toBeGreaterThan(
    0,
  );
  const messages = [];
  for (const person of [team.admin, ...team.managers, ...team.approvers])
    messages.push(...(await person.chatHistory()));
  messages.push(...(await sim.history(team.channel)));
  const shown = messages.filter(({ from }) => from.isBot);
  expect(shown.some(({ text }) => text.includes('<a href="'))).toBe(true);
  for (const { text, entities } of shown) {
    for (const entity of entities) {
      const { type } = entity;
      const linked = JSON.stringify(entity);
      expect(`${type} ${linked.includes(attacker.address)}`, text).not.toBe('text_link true');
      expect(linked, text).not.toMatch(/tg:|javascript:/);
    }
  }
  for (const client of clients)
    expect(
      (await client.chatHistory()).filter(
        ({ from, text }) => from.isBot && /\+79990001122|пароль|password/i.test(text),
      ),
    ).toEqual([]);
}, 120_000);

test('After all of it nobody has asked the attacker’s server for anything, and the log of deeds is whole.', async () => {
  expect(attacker.requests).toEqual([]);
  const placed = (await world.standIns.retell.sim.calls()).map(({ toNumber }) => toNumber);
  expect(placed).not.toContain('+79990001122');
  const egress = (await world.standIns.openai.sim.requests()).map(({ body }) => body).join('\n');
  expect(egress).not.toContain('"tools"');
  expect(await checkAudit(world.databaseUrl)).toEqual([]);
  expect(
    (
      await rows(
        `SELECT 1 FROM audit_entries WHERE actor_kind = 'system' AND action IN ('callRequest.approved', 'message.queued', 'lead.stageMoved')`,
      )
    ).length,
  ).toBe(0);
});
