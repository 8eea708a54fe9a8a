import { costCap, dayBudget } from '#domain/call-permission/budget-rules.ts';
import type { CallFacts } from '#domain/call-permission/call-facts.ts';
import type { CallPermission, CallReason, TimeRule } from '#domain/call-permission/call-permission.ts';
import { callingHours } from '#domain/call-permission/calling-hours.ts';
import { consentGiven, consentNotWithdrawn } from '#domain/call-permission/consent-rules.ts';
import { countryAllowed, notOnDoNotCallList, phoneValid } from '#domain/call-permission/number-rules.ts';
import { disclosurePresent } from '#domain/call-permission/script-rules.ts';
import { callsPerDay, pauseBetweenCalls } from '#domain/call-permission/spacing-rules.ts';

const searchedMs = 7 * 86_400_000;

/** What every rule says about a call at this moment, and when all of them would allow it. Pure. */
export function decidePermission(facts: CallFacts, at: Date): CallPermission {
  const lasting: CallReason[] = [
    phoneValid(facts),
    countryAllowed(facts),
    notOnDoNotCallList(facts),
    consentNotWithdrawn(facts),
    consentGiven(facts),
    ...disclosurePresent(facts),
    costCap(facts),
  ];
  const timeRules = [callingHours(facts), pauseBetweenCalls(facts), callsPerDay(facts), dayBudget(facts)];
  const reasons = [...lasting, ...timeRules.map((rule) => rule.reasonAt(at))];
  const isEverAllowed = lasting.every((reason) => reason.allowed);
  return {
    allowed: reasons.every((reason) => reason.allowed),
    reasons: reasons.toSorted((a, b) => Number(a.allowed) - Number(b.allowed)),
    nextAllowedAt: isEverAllowed ? firstMomentOfAll(timeRules, at) : null,
  };
}

function firstMomentOfAll(rules: TimeRule[], from: Date): Date | null {
  const limitMs = from.getTime() + searchedMs;
  let candidate = from;
  while (candidate.getTime() <= limitMs) {
    const before = candidate;
    for (const rule of rules) {
      const next = rule.nextFrom(candidate);
      if (!next) return null;
      candidate = next;
    }
    if (candidate.getTime() === before.getTime()) return candidate;
  }
  return null;
}
