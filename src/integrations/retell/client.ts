import type { PlaceCallInput, ProviderAgent, ProviderCall, Telephony } from '#domain/ports/telephony.ts';
import type { Egress, EgressBytes, EgressRequest } from '#platform/egress.ts';
import { ProviderError } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import { problemOf, read } from '#integrations/retell/answer.ts';
import { testRetellConnection } from '#integrations/retell/connection-test.ts';
import { readMetadata, toProviderCall } from '#integrations/retell/provider-call.ts';
import { downloadRecording } from '#integrations/retell/recording.ts';
import { WireAgentPage, WireCall, WireCallPage, WireCreatedCall } from '#integrations/retell/wire.ts';

export interface RetellOptions {
  apiKey: string;
  /** `https://api.retellai.com` unless a stand-in takes its place. */
  baseUrl: string;
  /** The number calls come from when the agent names none. */
  fromNumber: string;
  egress: Egress;
  log: Log;
}

/** One authorized request to Retell; resolves with the answer of any status. */
export type AskRetell = (
  method: NonNullable<EgressRequest['method']>,
  path: string,
  options?: { json?: unknown; repeatable?: boolean; timeoutMs?: number },
) => Promise<EgressBytes>;

const provider = 'retell';
const pageSize = 100;
const mostPages = 20;
/** Retell's clock and ours may differ by this much. */
const clockSkewMs = 10 * 60_000;

/** Retell as the product's telephone. Uses plain HTTP: the vendor's SDK would repeat a dial after a 500. */
export function createRetellTelephony(options: RetellOptions): Telephony {
  const { egress, log } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');

  const ask: AskRetell = (method, path, { json, repeatable = true, timeoutMs = 15_000 } = {}) =>
    egress.exchange({
      provider,
      url: baseUrl + path,
      method,
      repeatable,
      timeoutMs,
      headers: {
        authorization: `Bearer ${options.apiKey}`,
        accept: 'application/json',
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });

  async function placeCall(input: PlaceCallInput): Promise<{ providerCallId: string }> {
    const answer = await ask('POST', '/v2/create-phone-call', {
      repeatable: false,
      timeoutMs: 30_000,
      json: {
        from_number: input.fromNumber || options.fromNumber,
        to_number: input.toNumber,
        override_agent_id: input.providerAgentId,
        retell_llm_dynamic_variables: input.variables,
        metadata: { attempt_id: input.attemptId, organization_id: input.organizationId },
      },
    });
    if (answer.status === 400 || answer.status === 422) {
      const isNumber = /\bto_number\b|e\.?164|destination/i.test(problemOf(answer));
      throw new ProviderError(
        provider,
        'permanent',
        isNumber ? 'bad_number' : 'rejected',
        isNumber ? 'Retell does not accept this phone number.' : 'Retell does not accept this call.',
      );
    }
    const { call_id: providerCallId } = read(answer, WireCreatedCall);
    return { providerCallId };
  }

  async function getCall(providerCallId: string): Promise<ProviderCall | null> {
    const answer = await ask('GET', `/v2/get-call/${encodeURIComponent(providerCallId)}`);
    if (answer.status === 404) return null;
    // For an id of another account Retell documents 422 "Cannot find requested asset under given api key".
    if (answer.status === 422 && /(cannot|not) (be )?f(i|ou)nd/i.test(problemOf(answer))) return null;
    return toProviderCall(read(answer, WireCall));
  }

  async function findCallByAttempt(attemptId: string, since: Date): Promise<ProviderCall | null> {
    const oldestMs = since.getTime() - clockSkewMs;
    let paginationKey: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await ask('POST', '/v3/list-calls', {
        json: {
          filter_criteria: { metadata: [{ type: 'string', op: 'eq', key: 'attempt_id', value: attemptId }] },
          sort_order: 'descending',
          limit: pageSize,
          ...(paginationKey === undefined ? {} : { pagination_key: paginationKey }),
        },
      });
      const { items, has_more: hasMore, pagination_key: nextKey } = read(answer, WireCallPage);
      // The filter is asked for and not trusted: a server that ignores it must not make us adopt someone's call.
      const found = items.filter((item) => readMetadata(item.metadata).attemptId === attemptId);
      if (found.length > 1) log.error({ attemptId, count: found.length }, 'Retell has several calls for one attempt');
      const [first] = found.toSorted((a, b) => (a.start_timestamp ?? Infinity) - (b.start_timestamp ?? Infinity));
      if (first) {
        const call = await getCall(first.call_id);
        if (call) return call;
        throw new ProviderError(provider, 'retryable', 'bad_answer', 'Retell listed a call that it then did not know.');
      }
      const isPastStart = items.length > 0 && items.every((item) => (item.start_timestamp ?? Infinity) < oldestMs);
      if (hasMore !== true || isPastStart) return null;
      if (nextKey == null || nextKey === paginationKey) break;
      paginationKey = nextKey;
    }
    throw new ProviderError(
      provider,
      'retryable',
      'incomplete_list',
      'Retell did not list all calls of the time asked.',
    );
  }

  async function listAgents(): Promise<ProviderAgent[]> {
    const agents = new Map<string, ProviderAgent>();
    let paginationKey: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const query = paginationKey === undefined ? '' : `?pagination_key=${encodeURIComponent(paginationKey)}`;
      const answer = await ask('POST', `/v2/list-agents${query}`, { json: {} });
      const { items, has_more: hasMore, pagination_key: nextKey } = read(answer, WireAgentPage);
      for (const { agent_id: id, agent_name: name, language, channel } of items) {
        if (channel === 'chat' || agents.has(id)) continue;
        const spoken = Array.isArray(language) ? language[0] : language;
        agents.set(id, { providerAgentId: id, name: name || id, language: spoken ?? null });
      }
      if (hasMore !== true || nextKey == null || nextKey === paginationKey) break;
      paginationKey = nextKey;
    }
    return [...agents.values()];
  }

  return {
    provider,
    placeCall,
    getCall,
    findCallByAttempt,
    listAgents,
    downloadRecording: (url) => downloadRecording(egress, url),
    test: () => testRetellConnection(ask, options.fromNumber),
  };
}
