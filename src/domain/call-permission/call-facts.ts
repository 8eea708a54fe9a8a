import type { ConsentKind } from '#prisma/generated/enums.ts';

/** An organization's policy about calls, as the rules use it. */
export interface CallPolicy {
  timeZone: string;
  callConsentRequired: boolean;
  /** Minutes after local midnight. */
  callingFromMinute: number;
  callingToMinute: number;
  hoursBetweenCalls: number;
  maxCallsPerDay: number;
  costCapCents: number;
  dailyBudgetCents: number;
  allowedCountries: string[];
}

export interface ConsentFact {
  id: string;
  kind: ConsentKind;
  granted: boolean;
  source: string;
  recordedAt: Date;
}

/** A try to reach the number that its holder noticed or may have noticed. */
export interface RecentCall {
  callId: string;
  callRequestId: string | null;
  at: Date;
}

/** Everything that the rules look at, read at one moment. */
export interface CallFacts {
  /** The moment asked about; `committedTodayCents` is of its day in the organization's zone. */
  at: Date;
  policy: CallPolicy;
  /** E.164, or null when there is no valid number. */
  phone: string | null;
  country: string | null;
  phoneInvalidAt: Date | null;
  doNotCall: { id: string; reason: string; source: string; createdAt: Date } | null;
  /** The newest row of each kind. */
  consents: ConsentFact[];
  script: { id: string; disclosure: string; advertising: boolean } | null;
  /** The zone that the person confirmed. */
  confirmedTimeZone: string | null;
  /** Every zone that the number's holder may be in. */
  candidateTimeZones: string[];
  recentCalls: RecentCall[];
  /** The request this call would belong to: its own earlier tries have a pause of their own. */
  callRequestId: string | null;
  /** What this call may cost at most, what its request has cost so far. */
  costCapCents: number;
  spentByRequestCents: number;
  /** Costs of today's calls and the caps of those on their way, without this request's. */
  committedTodayCents: number;
}
