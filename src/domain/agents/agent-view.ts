import type { Language } from '#prisma/generated/enums.ts';
import type { AgentModel } from '#prisma/generated/models/Agent.ts';
import type { ScriptVersionModel } from '#prisma/generated/models/ScriptVersion.ts';

export interface ScriptView {
  id: string;
  version: number;
  disclosure: string;
  text: string;
  advertising: boolean;
}

/** A voice agent with the newest version of its script, as the doors show it. */
export interface AgentView {
  id: string;
  name: string;
  providerAgentId: string;
  /** E.164 */
  fromNumber: string;
  language: Language;
  isDefault: boolean;
  disabledAt: Date | null;
  script: ScriptView | null;
  createdAt: Date;
}

/** What `toAgentView` needs beside the agent's own columns. */
export const withNewestScript = { scripts: { orderBy: { version: 'desc' }, take: 1 } } as const;

export function toAgentView(row: AgentModel & { scripts: ScriptVersionModel[] }): AgentView {
  const [script] = row.scripts;
  return {
    id: row.id,
    name: row.name,
    providerAgentId: row.providerAgentId,
    fromNumber: row.fromNumber,
    language: row.language,
    isDefault: row.isDefault,
    disabledAt: row.disabledAt,
    script: script ? toScriptView(script) : null,
    createdAt: row.createdAt,
  };
}

export function toScriptView(row: ScriptVersionModel): ScriptView {
  return { id: row.id, version: row.version, disclosure: row.disclosure, text: row.text, advertising: row.advertising };
}
