import type { CallRule } from '#domain/call-permission/call-permission.ts';
import { html } from '#bot/formatting.ts';

const rules: Record<CallRule, string> = {
  'phone.valid': 'The number is valid',
  'phone.country': 'The country is allowed',
  'phone.doNotCall': 'Not on the do-not-call list',
  'consent.withdrawn': 'Consent is not withdrawn',
  'consent.given': 'Consent, where it is needed',
  'script.disclosure': 'The script says that an AI calls',
  'time.callingHours': 'Calling hours at the person’s place',
  'time.pauseBetweenCalls': 'Pause since the last call',
  'time.callsPerDay': 'Calls per day',
  'budget.costCap': 'Cost cap',
  'budget.day': 'Budget of the day',
};

export const why = {
  button: '🚦 May we call?',
  ask: html`<b>May we call?</b> Reply with the number.`,
  placeholder: '+7 999 123-45-67',
  notANumber: 'That is no phone number. Write it as +7 999 123-45-67.',
  allowed: '✅ May be called now',
  denied: '🚫 May not be called now',
  allowedFrom: (moment: string) => `⏳ Possible from ${moment}`,
  rules,
  evidence: { consent: 'consent', doNotCall: 'do-not-call entry', call: 'earlier call', script: 'script' },
  proof: (what: string, when: string | null) => (when ? `${what} of ${when}` : what),
  export: '📎 Export evidence',
  exported: 'Every rule with its proof. This export is in the history of changes.',
};
export type WhyTexts = typeof why;
