import type { HostileRequest } from './openapi-requests.ts';
import type { createRawClient } from './raw-request.ts';

/** Every name and text of the organization that nobody who asks belongs to. */
export const foreignMark = 'FOREIGN-RECORD-5e1f';

const slowestMs = 5_000;
/** What is not a server's fault: parts of the API that say that they are not there, or that nothing is connected. */
const honest = new Set(['not_implemented', 'service_not_connected']);

/** Sends the request; to its status and whatever is wrong with the answer, in sentences. */
export async function judgeAnswer(
  client: ReturnType<typeof createRawClient>,
  request: HostileRequest,
  token: string,
): Promise<{ status: number; problems: string[] }> {
  const startedMs = performance.now();
  const headers = { authorization: `Bearer ${token}`, ...request.headers };
  const { status, body } = await client
    .send({ ...request, headers })
    .catch((error: unknown) => ({ status: 0, body: String(error) }));
  const tookMs = Math.round(performance.now() - startedMs);
  const sent = `${request.method} ${request.path.slice(0, 200)} ${JSON.stringify(request.headers).slice(0, 200)} ${(request.body ?? '').slice(0, 400)}`;
  const about = `${sent} → ${status} in ${tookMs} ms ${body.slice(0, 300)}`;
  const code = /"code":"([a-z_]+)"/.exec(body)?.[1] ?? '';
  const problems: string[] = [];
  if (status === 0 || (status >= 500 && !honest.has(code))) problems.push(`a server error: ${about}`);
  if (tookMs > slowestMs) problems.push(`too slow: ${about}`);
  if (body.includes(foreignMark)) problems.push(`a foreign record: ${about}`);
  if (/\bat \S+ \(?(file:|node:|\/)|node_modules|PrismaClient/.test(body)) problems.push(`a trace: ${about}`);
  return { status, problems };
}
