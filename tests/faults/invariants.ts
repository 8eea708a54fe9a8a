import type { SimCall } from '#sandbox/retell/index.ts';
import type { MainJob } from '#tests/support/main-job.ts';
import type { StandIns } from '#tests/support/stand-ins.ts';
import { withDatabase } from '#tests/support/team.ts';

interface RequestRow {
  id: string;
  goal: string;
  phone: string;
  language: string;
  status: string;
  payloadHash: string;
  approvedHashes: string[] | null;
  callId: string | null;
  callStatus: string | null;
  attempts: { id: string; state: string; outcome: string | null; hash: string; providerCallId: string | null }[] | null;
  scriptText: string;
  disclosure: string;
  providerAgentId: string;
  fromNumber: string;
}

const requestsText = `
  SELECT r.id, r.goal, r.phone, r.language::text, r.status::text, r.payload_hash AS "payloadHash", c.id AS "callId", c.status::text AS "callStatus",
    (SELECT json_agg(a.payload_hash) FROM approvals a WHERE a.call_request_id = r.id AND a.decision = 'approved') AS "approvedHashes",
    (SELECT json_agg(json_build_object('id', t.id, 'state', t.state, 'outcome', t.outcome, 'hash', t.payload_hash, 'providerCallId', t.provider_call_id) ORDER BY t.number)
     FROM call_attempts t WHERE t.call_id = c.id) AS attempts,
    s.text AS "scriptText", s.disclosure, g.provider_agent_id AS "providerAgentId", g.from_number AS "fromNumber"
  FROM call_requests r JOIN agents g ON g.id = r.agent_id JOIN script_versions s ON s.id = r.script_version_id
  LEFT JOIN calls c ON c.call_request_id = r.id`;

/** Ends after which the plan itself dials the same request once more. */
const repeatableOutcomes = new Set(['busy', 'no_answer', 'declined', 'technical', 'throttled']);

/** I-1 and I-7: one placed call per approved request, or none and a person asked; and it is exactly what was approved. */
export async function checkCalls(databaseUrl: string, standIns: StandIns): Promise<string[]> {
  const requests = await withDatabase(
    databaseUrl,
    async (client) => (await client.query<RequestRow>(requestsText)).rows,
  );
  const placed = await standIns.retell.sim.calls();
  const byAttempt = Map.groupBy(placed, (call) => call.attemptId ?? '');
  const problems: string[] = [];
  for (const [attemptId, calls] of byAttempt) {
    if (calls.length > 1) problems.push(`I-1: attempt ${attemptId} was dialled ${calls.length} times.`);
  }
  const known = new Set<string>();
  for (const request of requests) {
    const attempts = request.attempts ?? [];
    for (const attempt of attempts) known.add(attempt.id);
    const calls = attempts.flatMap((attempt) => byAttempt.get(attempt.id) ?? []);
    if (request.status !== 'approved') {
      if (calls.length > 0) problems.push(`I-1: request “${request.goal}” is ${request.status} and was dialled.`);
      continue;
    }
    problems.push(...checkCount(request, calls), ...calls.flatMap((call) => checkPayload(request, call)));
  }
  for (const call of placed) {
    if (!known.has(call.attemptId ?? ''))
      problems.push(`I-1: the provider has a call ${call.callId} to ${call.toNumber} that belongs to no attempt.`);
  }
  return problems;
}

function checkCount(request: RequestRow, calls: SimCall[]): string[] {
  const repeats = (request.attempts ?? []).filter(
    (attempt) => attempt.state === 'placed' && repeatableOutcomes.has(attempt.outcome ?? ''),
  ).length;
  if (calls.length === 0)
    return request.callStatus === 'needs_person'
      ? []
      : [
          `I-1: request “${request.goal}” is approved, was never dialled, and its call is ${request.callStatus ?? 'missing'}.`,
        ];
  if (calls.length > Math.max(1, repeats + 1))
    return [`I-1: request “${request.goal}” was dialled ${calls.length} times.`];
  if (request.callStatus === 'needs_person')
    return [`I-1: request “${request.goal}” was dialled and its call waits for a person all the same.`];
  return [];
}

function checkPayload(request: RequestRow, call: SimCall): string[] {
  const attempt = (request.attempts ?? []).find((one) => one.id === call.attemptId);
  const { dynamicVariables: said } = call;
  const pairs: [string, unknown, unknown][] = [
    ['approved hash', request.approvedHashes?.at(-1), request.payloadHash],
    ['hash of the attempt', attempt?.hash, request.payloadHash],
    ['number', call.toNumber, request.phone],
    ['own number', call.fromNumber, request.fromNumber],
    ['agent', call.agentId, request.providerAgentId],
    ['goal', said['goal'], request.goal],
    ['script', said['script'], request.scriptText],
    ['disclosure', said['disclosure'], request.disclosure],
    ['language', said['language'], request.language],
  ];
  return pairs
    .filter(([, done, approved]) => done !== approved)
    .map(
      ([what, done, approved]) =>
        `I-7: the ${what} of “${request.goal}” is ${JSON.stringify(done)}, approved was ${JSON.stringify(approved)}.`,
    );
}

/** I-2: what each client wrote stands in a conversation with a lead, once; what Retell was told 2xx is stored. */
export async function checkNothingLost(databaseUrl: string, standIns: StandIns, jobs: MainJob[]): Promise<string[]> {
  const problems: string[] = [];
  await withDatabase(databaseUrl, async (client) => {
    for (const job of jobs) {
      const { rows } = await client.query<{ leads: number; count: number }>(
        `SELECT count(*)::int AS count, count(c.lead_id)::int AS leads FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE m.direction = 'incoming' AND m.text = $1`,
        [job.clientText],
      );
      if (rows[0]?.count !== 1) problems.push(`I-2: “${job.clientText}” is stored ${rows[0]?.count ?? 0} times.`);
      if (rows[0]?.leads !== rows[0]?.count) problems.push(`I-2: “${job.clientText}” has no lead.`);
      const leads = await client.query(`SELECT 1 FROM leads WHERE name = $1 AND deleted_at IS NULL`, [job.client.name]);
      if (leads.rowCount !== 1) problems.push(`I-2: ${job.client.name} is ${leads.rowCount ?? 0} leads.`);
    }
    const { rows: stored } = await client.query<{ body: string }>(
      `SELECT body FROM webhook_deliveries WHERE provider = 'retell'`,
    );
    const bodies = new Set(stored.map((row) => keyOfWebhook(row.body)));
    for (const sent of await standIns.retell.sim.sentWebhooks()) {
      const isTaken = sent.kind === 'genuine' && sent.status !== null && sent.status >= 200 && sent.status < 300;
      if (isTaken && !bodies.has(keyOfWebhook(sent.body)))
        problems.push(`I-2: Retell's ${sent.event} of ${sent.callId} was acknowledged and is not stored.`);
    }
  });
  return problems;
}

function keyOfWebhook(body: string): string {
  const parsed = JSON.parse(body) as { event?: string; call?: { call_id?: string } };
  return `${parsed.event ?? ''} ${parsed.call?.call_id ?? ''}`;
}

/** I-4: each text that we sent to a client is in the client's chat once; one of unknown or failed outcome at most once. */
export async function checkMessages(databaseUrl: string, jobs: MainJob[]): Promise<string[]> {
  const problems: string[] = [];
  await withDatabase(databaseUrl, async (client) => {
    for (const job of jobs) {
      const { rows } = await client.query<{ text: string; status: string; count: number }>(
        `SELECT m.text, m.status::text, count(*)::int AS count FROM messages m JOIN conversations c ON c.id = m.conversation_id
         JOIN contacts p ON p.id = c.contact_id WHERE m.direction = 'outgoing' AND p.telegram_user_id = $1 GROUP BY 1, 2`,
        [job.client.user.id],
      );
      const seen = (await job.client.chatHistory()).filter((message) => message.from.isBot);
      for (const { text, status, count } of rows) {
        const times = seen.filter((message) => message.text === text.trim()).length;
        const isRight = status === 'sent' ? times === count : times <= count;
        if (!isRight)
          problems.push(`I-4: ${job.client.name} got “${text.slice(0, 60)}” ${times} times, ${status} ${count} times.`);
      }
      if (!rows.some((row) => row.text.trim() === job.reply))
        problems.push(`I-4: what ${job.client.name} got is no message of ours.`);
    }
  });
  return problems;
}

/** I-6: the audit log's chain holds in every organization. */
export async function checkAudit(databaseUrl: string): Promise<string[]> {
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ organization: string; broken: string }>(`
      WITH linked AS (
        SELECT organization_id, seq, hash, previous_hash, audit_entry_hash(entry) AS computed,
               lag(seq, 1, 0::bigint) OVER by_seq AS seq_before, lag(hash, 1, '') OVER by_seq AS hash_before
        FROM audit_entries entry WINDOW by_seq AS (PARTITION BY organization_id ORDER BY seq)
      )
      SELECT organization_id AS organization, min(seq)::text AS broken FROM linked
      WHERE hash <> computed OR previous_hash <> hash_before OR seq <> seq_before + 1 GROUP BY 1`);
    return rows.map((row) => `I-6: the audit log of ${row.organization} is broken at ${row.broken}.`);
  });
}
