import { z } from '@hono/zod-openapi';
import type { AgentView } from '#domain/agents/agent-view.ts';
import { Moment } from '#api/views.ts';

export const Script = z
  .object({
    id: z.string(),
    version: z.number().int(),
    disclosure: z.string(),
    text: z.string(),
    advertising: z.boolean(),
  })
  .openapi('Script');

export const Agent = z
  .object({
    id: z.string(),
    name: z.string(),
    providerAgentId: z.string(),
    fromNumber: z.string(),
    language: z.enum(['ru', 'en']),
    isDefault: z.boolean(),
    disabledAt: Moment.nullable(),
    script: Script.nullable().describe('The newest version.'),
    createdAt: Moment,
  })
  .openapi('Agent');

/** A voice agent with the newest version of its script. */
export function toAgent({
  id,
  name,
  providerAgentId,
  fromNumber,
  language,
  isDefault,
  disabledAt,
  script,
  createdAt,
}: AgentView) {
  return { id, name, providerAgentId, fromNumber, language, isDefault, disabledAt, script, createdAt };
}
