import type { CallFacts } from '#domain/call-permission/call-facts.ts';
import type { CallReason } from '#domain/call-permission/call-permission.ts';

/** There is a number, it is one of its country's numbering plan, and no provider has said that it does not exist. */
export function phoneValid(facts: CallFacts): CallReason {
  return {
    rule: 'phone.valid',
    allowed: facts.phone !== null && facts.phoneInvalidAt === null,
    params: { phone: facts.phone ?? '' },
  };
}

/** The number belongs to a country that the organization calls. */
export function countryAllowed(facts: CallFacts): CallReason {
  return {
    rule: 'phone.country',
    allowed: facts.country !== null && facts.policy.allowedCountries.includes(facts.country),
    params: { country: facts.country ?? '', countries: facts.policy.allowedCountries.join(', ') },
  };
}

/** The number is not on the organization's do-not-call list. */
export function notOnDoNotCallList(facts: CallFacts): CallReason {
  const entry = facts.doNotCall;
  return {
    rule: 'phone.doNotCall',
    allowed: entry === null,
    params: entry ? { reason: entry.reason, source: entry.source } : {},
    ...(entry ? { evidence: { kind: 'doNotCall', id: entry.id, at: entry.createdAt.toISOString() } } : {}),
  };
}
