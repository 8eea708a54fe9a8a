import { addScriptRoute } from '#api/agents/add-script.ts';
import { createAgentRoute } from '#api/agents/create-agent.ts';
import { listAgentsRoute } from '#api/agents/list-agents.ts';
import { updateAgentRoute } from '#api/agents/update-agent.ts';

export const agentRoutes = [listAgentsRoute, createAgentRoute, updateAgentRoute, addScriptRoute] as const;
