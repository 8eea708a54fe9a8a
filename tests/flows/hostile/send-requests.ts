// A process of its own that makes and sends hostile requests, so that the memory of the process it sends them to is the
// product's alone. Talks to its parent by messages: see `Order` and `Report`.
import { OpenApi, hostileRequests } from './openapi-requests.ts';
import { judgeAnswer } from './judge-answer.ts';
import { createRawClient } from './raw-request.ts';
import { hostileStream, onEach } from './scale.ts';

/** What the parent asks for; a new token answers a `token` report. */
export type Order =
  | { kind: 'play'; what: string; count: number; port: number; ids: string[]; tokens: string[] }
  | { kind: 'token'; sender: number; token: string };
/** What the parent hears; `token` says that this sender's session has ended. */
export type Report =
  | { kind: 'done'; sent: number; reached: number; problems: string[] }
  | { kind: 'token'; sender: number };

const waiting = new Map<number, (token: string) => void>();
const report = (message: Report) => void process.send?.(message);

function freshToken(sender: number): Promise<string> {
  return new Promise((resolve) => {
    waiting.set(sender, resolve);
    report({ kind: 'token', sender });
  });
}

async function play(order: Extract<Order, { kind: 'play' }>): Promise<void> {
  const client = createRawClient(order.port);
  const document = await client.send({ method: 'GET', path: '/api/openapi.json', headers: {} });
  const requests = hostileRequests({
    document: OpenApi.parse(JSON.parse(document.body)),
    ids: order.ids,
    weightOf({ operationId, method, isImplemented }) {
      if (!isImplemented) return 1;
      // What ends sessions or records would leave nothing to aim at, and each guess at a password takes the time it shall take.
      return method === 'delete' || /log|register|password/i.test(operationId) ? 2 : 12;
    },
  });
  const problems: string[] = [];
  // One request at a time for each sender, so that a session that ends is replaced once.
  const senders = order.tokens.map((token, index) => ({ token, index }));
  let sent = 0;
  let reached = 0;
  await onEach(hostileStream(order.what, requests, order.count), senders.length, async (request) => {
    const sender = senders.pop();
    if (!sender) throw new Error('There are more requests at a time than senders.');
    sent += 1;
    if (problems.length < 20) {
      const judged = await judgeAnswer(client, request, sender.token);
      problems.push(...judged.problems);
      if (judged.status < 300) reached += 1;
      // A hostile request may well end the session it came in; the next one comes in another.
      if (judged.status === 401 && !('authorization' in request.headers)) sender.token = await freshToken(sender.index);
    }
    senders.unshift(sender);
  });
  client.close();
  report({ kind: 'done', sent, reached, problems });
}

process.on('message', (order: Order) => {
  if (order.kind === 'play') return void play(order);
  waiting.get(order.sender)?.(order.token);
});
process.on('disconnect', () => process.exit(0));
