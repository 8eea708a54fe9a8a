import { z } from 'zod';
import { missingInDisclosure } from '#domain/agents/disclosure.ts';

export const AgentName = z.string().trim().min(1).max(100);
export const ProviderAgentId = z.string().trim().min(1).max(200);
export const FromNumber = z
  .string()
  .trim()
  .regex(/^\+[1-9]\d{6,14}$/, 'is not a number in international form, such as +14155550100');

const wanted = { artificial: 'that an AI calls', recorded: 'that the call is recorded' };

/** The words an agent begins with; must say that an AI calls and that the call is recorded. */
export const Disclosure = z
  .string()
  .trim()
  .min(10)
  .max(1_000)
  .superRefine((text, check) => {
    const missing = missingInDisclosure(text).map((key) => wanted[key]);
    if (missing.length > 0) check.addIssue({ code: 'custom', message: `does not say ${missing.join(' and ')}` });
  });

export const Script = z.strictObject({
  disclosure: Disclosure,
  text: z.string().trim().min(1).max(20_000),
  /** Whether the call offers or advertises something: law then asks for a consent of its own. */
  advertising: z.boolean().default(false),
});
