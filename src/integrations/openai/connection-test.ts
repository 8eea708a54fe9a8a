import type OpenAI from 'openai';
import { NotFoundError } from 'openai';
import type { ConnectionTest } from '#domain/ports/ports.ts';
import type { ModelServerKind } from '#integrations/openai/client.ts';
import { withDeadline } from '#integrations/openai/deadline.ts';
import { toProviderError } from '#integrations/openai/failure.ts';

const timeoutMs = 15_000;

/** Tries the key and looks whether the server has the model. Never throws. */
export async function testModelConnection(
  openai: OpenAI,
  about: { model: string; kind: ModelServerKind; baseUrl: string },
): Promise<ConnectionTest> {
  const details = { model: about.model, kind: about.kind };
  try {
    return await withDeadline({ totalMs: timeoutMs, idleMs: timeoutMs }, async ({ signal }) => {
      // OpenRouter lists its models to anybody; only this address looks at the key.
      if (about.kind === 'openrouter') await openai.get('/key', { signal });
      const models = await listModels(openai, signal);
      if (models.length > 0 && !models.includes(about.model)) {
        const message = `The key works, but the server has no model named ${about.model}. Choose one that it has.`;
        return { ok: false, message, details };
      }
      return { ok: true, message: `The model server answers; ${about.model} can be used.`, details };
    });
  } catch (error) {
    const failure = toProviderError(error);
    return { ok: false, message: wayOut.get(failure.detail) ?? failure.message, details };
  }
}

/** Ids of the server's models; empty when it does not list them. */
async function listModels(openai: OpenAI, signal: AbortSignal): Promise<string[]> {
  try {
    const page = await openai.models.list({ signal });
    return (page.data ?? []).map(({ id }) => id);
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

const wayOut = new Map([
  ['unauthorized', 'The model provider does not accept this key. Copy it again from its dashboard.'],
  ['quota', 'The key works, but the account has no credit left. Top it up in the billing page of the provider.'],
  ['address_refused', 'The address of the model server is not one that can be reached. Check the base URL.'],
]);
