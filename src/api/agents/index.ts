import { addScriptRoute } from '#api/agents/add-script.ts';
import { createAgentRoute } from '#api/agents/create-agent.ts';
import { deleteAgentRoute } from '#api/agents/delete-agent.ts';
import { getAgentRoute } from '#api/agents/get-agent.ts';
import { listAgentsRoute } from '#api/agents/list-agents.ts';
import { listScriptsRoute } from '#api/agents/list-scripts.ts';
import { updateAgentRoute } from '#api/agents/update-agent.ts';

export const agentRoutes = [
  listAgentsRoute,
  createAgentRoute,
  getAgentRoute,
  updateAgentRoute,
  deleteAgentRoute,
  listScriptsRoute,
  addScriptRoute,
] as const;
