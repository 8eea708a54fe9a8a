/** Every rule that decides about a call; the doors have a text for each in each language. */
export const callRules = [
  'phone.valid',
  'phone.country',
  'phone.doNotCall',
  'consent.withdrawn',
  'consent.given',
  'script.disclosure',
  'time.callingHours',
  'time.pauseBetweenCalls',
  'time.callsPerDay',
  'budget.costCap',
  'budget.day',
] as const;
export type CallRule = (typeof callRules)[number];

/** One rule's answer. A door shows `rule` with `params` in the reader's language. */
export interface CallReason {
  rule: CallRule;
  allowed: boolean;
  params: Record<string, string | number>;
  /** What the answer stands on: the id of a consent, of a do-not-call entry, of an earlier call. */
  evidence?: { kind: 'consent' | 'doNotCall' | 'call' | 'script'; id: string; at?: string };
}

export interface CallPermission {
  allowed: boolean;
  /** All rules, the refusing ones first. */
  reasons: CallReason[];
  /**
   * The first minute within the next seven days at which every rule about time allows the call; the asked moment itself
   * when it is allowed; null when waiting does not help.
   */
  nextAllowedAt: Date | null;
}

/** A rule that stops refusing as time goes by, with the first moment from which it allows the call (null: none it knows). */
export interface TimeRule {
  reasonAt(at: Date): CallReason;
  /** The first moment not before `at` that this rule allows, or null when there is none within a week. */
  nextFrom(at: Date): Date | null;
}

/** The ids of the rules that refuse. */
export function refusingRules(permission: CallPermission): CallRule[] {
  return permission.reasons.filter((reason) => !reason.allowed).map((reason) => reason.rule);
}
