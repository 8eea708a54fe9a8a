import { missingInDisclosure } from '#domain/agents/disclosure.ts';
import type { CallFacts } from '#domain/call-permission/call-facts.ts';
import type { CallReason } from '#domain/call-permission/call-permission.ts';

/** The script begins by saying that an AI calls and that the call is recorded. Asked only when a script is named. */
export function disclosurePresent(facts: CallFacts): CallReason[] {
  if (!facts.script) return [];
  const missing = missingInDisclosure(facts.script.disclosure);
  return [
    {
      rule: 'script.disclosure',
      allowed: missing.length === 0,
      params: { missing: missing.join(', ') },
      evidence: { kind: 'script', id: facts.script.id },
    },
  ];
}
