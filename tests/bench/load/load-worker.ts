import { setTimeout as delay } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { HttpConnection } from './http-connection.ts';
import type { LoadPlan, LoadResult } from './load.ts';

/** Sends requests until the time is up or none is left, and measures each. */
async function carryOut(plan: LoadPlan): Promise<LoadResult> {
  const connections = await Promise.all(Array.from({ length: plan.connections }, () => HttpConnection.open(plan.port)));
  const timesMs: number[] = [];
  const statuses: Record<number, number> = {};
  let next = 0;
  const startedMs = performance.now();
  const untilMs = startedMs + plan.durationMs;

  function one(connection: HttpConnection, dueMs: number): Promise<void> {
    const request = plan.requests[next % plan.requests.length] ?? '';
    next += 1;
    return new Promise((resolve) =>
      connection.send(request, (status) => {
        timesMs.push(performance.now() - dueMs);
        statuses[status] = (statuses[status] ?? 0) + 1;
        resolve();
      }),
    );
  }
  const isOver = () => performance.now() >= untilMs || (plan.once && next >= plan.requests.length);

  async function asFastAsAnswered(connection: HttpConnection): Promise<void> {
    while (!isOver()) await one(connection, performance.now());
  }

  /** Requests fall due at a fixed pace whatever the answers do; one that finds no free connection waits, and that counts. */
  async function atPace(ratePerSec: number): Promise<void> {
    const idle = [...connections];
    const running = new Set<Promise<void>>();
    let due = 0;
    let sent = 0;
    const sendDue = () => {
      while (sent < due) {
        const connection = idle.pop();
        if (!connection) return;
        const work = one(connection, startedMs + (sent * 1_000) / ratePerSec).then(() => {
          running.delete(work);
          idle.push(connection);
          sendDue();
        });
        sent += 1;
        running.add(work);
      }
    };
    while (!isOver()) {
      due = Math.floor(((performance.now() - startedMs) / 1_000) * ratePerSec);
      sendDue();
      await delay(1);
    }
    await Promise.all(running);
  }

  await (plan.ratePerSec === undefined ? Promise.all(connections.map(asFastAsAnswered)) : atPace(plan.ratePerSec));
  const elapsedMs = performance.now() - startedMs;
  for (const connection of connections) connection.close();
  return { timesMs: Float64Array.from(timesMs), statuses, elapsedMs };
}

parentPort?.on('message', (plan: LoadPlan) => {
  carryOut(plan).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) => parentPort?.postMessage({ error: String(error) }),
  );
});
