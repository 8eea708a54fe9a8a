import type { ConsentKind } from '#prisma/generated/enums.ts';
import type { CallFacts, ConsentFact } from '#domain/call-permission/call-facts.ts';
import type { CallReason } from '#domain/call-permission/call-permission.ts';

const evidenceOf = (consent: ConsentFact) => ({
  evidence: { kind: 'consent' as const, id: consent.id, at: consent.recordedAt.toISOString() },
});

/** The person has not taken back the consent to be called, to be called by an AI voice or, for advertising, to that. */
export function consentNotWithdrawn(facts: CallFacts): CallReason {
  const kinds: ConsentKind[] = facts.script?.advertising ? ['call', 'ai_call', 'marketing_call'] : ['call', 'ai_call'];
  const withdrawn = facts.consents.find((consent) => kinds.includes(consent.kind) && !consent.granted);
  return {
    rule: 'consent.withdrawn',
    allowed: withdrawn === undefined,
    params: withdrawn ? { kind: withdrawn.kind, source: withdrawn.source } : {},
    ...(withdrawn ? evidenceOf(withdrawn) : {}),
  };
}

/**
 * The person has consented where law or the organization demands it: US numbers to an AI voice (47 CFR 64.1200, FCC 24-17),
 * advertising in any country (in Russia 38-FZ art. 18), every call when the organization says so.
 */
export function consentGiven(facts: CallFacts): CallReason {
  const needs = neededConsents(facts);
  const found = needs.map((need) => ({
    need,
    consent: facts.consents.find((consent) => consent.granted && need.anyOf.includes(consent.kind)),
  }));
  const missing = found.find(({ consent }) => consent === undefined);
  const proof = found.at(-1)?.consent;
  return {
    rule: 'consent.given',
    allowed: missing === undefined,
    params: missing ? { kind: missing.need.kind, law: missing.need.law } : {},
    ...(missing === undefined && proof ? evidenceOf(proof) : {}),
  };
}

interface NeededConsent {
  kind: ConsentKind;
  anyOf: ConsentKind[];
  /** Why it is needed: unitedStates, russiaAdvertising, advertising, organization. */
  law: string;
}

/** The consents without which this call may not be made. */
export function neededConsents(facts: CallFacts): NeededConsent[] {
  const needs: NeededConsent[] = [];
  if (facts.policy.callConsentRequired) {
    needs.push({ kind: 'call', anyOf: ['call', 'ai_call', 'marketing_call'], law: 'organization' });
  }
  if (facts.country === 'US') needs.push({ kind: 'ai_call', anyOf: ['ai_call'], law: 'unitedStates' });
  if (facts.script?.advertising) {
    const law = facts.country === 'RU' ? 'russiaAdvertising' : 'advertising';
    needs.push({ kind: 'marketing_call', anyOf: ['marketing_call'], law });
  }
  return needs;
}
