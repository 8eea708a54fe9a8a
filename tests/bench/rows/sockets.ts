import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import type { Role } from '#prisma/generated/enums.ts';
import { newId } from '#platform/ids.ts';
import { ms } from '../finding.ts';
import type { BenchRow } from '../bench.ts';
import { spreadOf } from '../statistics.ts';
import { productKeys, startProduct, withContexts } from '../world/product.ts';
import { organizationId } from '../world/seed.ts';

const socketCount = 2_000;
const socketsPerMember = 20;
const connectAtOnce = 40;

/** From the request that makes an event until each of 2,000 connections of one process has it, readers on the same machine. */
export const socketsRow: BenchRow = {
  name: 'sockets',
  async run(bench) {
    const databaseUrl = await bench.databases.urlOf('work');
    const [writer = '', ...readers] = await withMembers(databaseUrl, [
      'admin',
      ...Array.from({ length: socketCount / socketsPerMember }, () => 'analyst' as const),
    ]);
    const product = await startProduct({
      dataDir: `${bench.folder}/sockets`,
      databaseUrl,
      telegramRoot: bench.telegram.root,
    });
    const sockets: WebSocket[] = [];
    try {
      let heard: number[] = [];
      for (let start = 0; start < socketCount; start += connectAtOnce) {
        const some = Array.from({ length: connectAtOnce }, (_, at) => {
          const token = readers[(start + at) % readers.length] ?? '';
          return connect(product.port, token, () => heard.push(performance.now()));
        });
        sockets.push(...(await Promise.all(some)));
      }
      const times: number[] = [];
      for (let round = 0; round < bench.rounds * 4; round += 1) {
        // Rounds do not overlap: each waits until everybody heard of its lead.
        heard = [];
        const startedMs = performance.now();
        await writeLead(product.port, writer);
        while (heard.length < socketCount && performance.now() - startedMs < 10_000) await delay(5);
        if (heard.length !== socketCount) throw new Error(`${heard.length} of ${socketCount} connections were told.`);
        times.push(...heard.map((at) => at - startedMs));
      }
      const spread = spreadOf(times);
      return [
        {
          metric: `an event to ${socketCount} connections of one process, from the request to the last byte`,
          baseline: '–',
          product: `p50 ${ms(spread.p50)}, max ${ms(spread.max)}`,
          result: `p95 ${ms(spread.p95)}`,
          goal: '≤ 250 ms',
          isMet: spread.p95 <= 250,
        },
      ];
    } finally {
      for (const socket of sockets) socket.terminate();
      await product.stop();
    }
  },
};

/** An access token for a new member of each role. */
function withMembers(databaseUrl: string, roles: Role[]): Promise<string[]> {
  return withContexts(databaseUrl, async (make) => {
    const ids = roles.map(() => newId());
    await make.runtime.database.prisma.user.createMany({
      data: roles.map((role, at) => ({ id: ids[at] ?? newId(), organizationId, name: `Reader ${at}`, role })),
    });
    const issued: string[] = [];
    for (const userId of ids)
      issued.push(
        (await issueTokens(make, { userId, organizationId }, { jwtSecret: productKeys.jwtSecret })).accessToken,
      );
    return issued;
  });
}

function connect(port: number, token: string, onLead: () => void): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { authorization: `Bearer ${token}` } });
    ws.on('error', reject);
    ws.on('close', (code) => reject(new Error(`A connection was ended with ${code}.`)));
    ws.on('message', (data: Buffer) => {
      const text = data.toString('latin1');
      if (text.includes('"type":"ready"')) resolve(ws);
      else if (text.includes('"type":"lead.created"')) onLead();
    });
  });
}

async function writeLead(port: number, token: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/api/leads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Анна Петрова' }),
  });
  await response.body?.cancel();
  if (response.status !== 201) throw new Error(`A lead was answered ${response.status}.`);
}
