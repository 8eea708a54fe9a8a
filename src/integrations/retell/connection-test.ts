import type { ConnectionTest } from '#domain/ports/ports.ts';
import { ProviderError } from '#platform/errors.ts';
import { read } from '#integrations/retell/answer.ts';
import type { AskRetell } from '#integrations/retell/client.ts';
import { WireConcurrency, WirePhoneNumberPage } from '#integrations/retell/wire.ts';

/** Tries the key and looks whether the number we call from belongs to the account. Never throws. */
export async function testRetellConnection(ask: AskRetell, fromNumber: string): Promise<ConnectionTest> {
  try {
    const concurrency = read(await ask('GET', '/get-concurrency'), WireConcurrency);
    const numbers = read(await ask('GET', '/v2/list-phone-numbers'), WirePhoneNumberPage);
    const details = {
      concurrencyLimit: concurrency.concurrency_limit,
      currentCalls: concurrency.current_concurrency,
      phoneNumbers: numbers.items.length,
    };
    const isOwned = numbers.items.some(({ phone_number: number }) => number === fromNumber);
    if (!isOwned && numbers.has_more !== true) {
      const message =
        fromNumber === ''
          ? 'The key works, but no number to call from is set. Choose one of the numbers of the Retell account.'
          : `The key works, but ${fromNumber} is not a number of this Retell account. Choose one of its numbers.`;
      return { ok: false, message, details };
    }
    return { ok: true, message: `Retell answers; up to ${concurrency.concurrency_limit} calls at a time.`, details };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { ok: false, message: wayOut.get(error.detail) ?? error.message };
  }
}

const wayOut = new Map([
  ['unauthorized', 'Retell does not accept this API key. Copy the key from the Retell dashboard, API keys.'],
  ['payment_required', 'Retell asks for a payment before it works. Check the billing page of the Retell dashboard.'],
  ['address_refused', 'The address of Retell is not one that can be reached. Check the base URL.'],
]);
