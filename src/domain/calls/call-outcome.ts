/** How a call attempt ended, in the CRM's words; each provider maps its own to these. */
export const callOutcomes = [
  'talked',
  'talked_briefly',
  'voicemail',
  'partial',
  'handed_over',
  'no_answer',
  'busy',
  'declined',
  'bad_number',
  'number_reputation',
  'technical',
  'throttled',
  'account_problem',
  'cancelled',
  'unknown',
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** Outcomes after which the same approved request may be dialled again inside its window, with the pause before it. */
export const retryPauseMinutes: Partial<Record<CallOutcome, number>> = {
  busy: 30,
  no_answer: 60,
  voicemail: 120,
  technical: 5,
  throttled: 2,
};

/** Outcomes that do not count as an attempt on the person. */
export const uncountedOutcomes: ReadonlySet<CallOutcome> = new Set(['technical', 'throttled']);
