import { assignLeadRoute } from '#api/leads/assign-lead.ts';
import { createLeadRoute } from '#api/leads/create-lead.ts';
import { deleteLeadRoute } from '#api/leads/delete-lead.ts';
import { getLeadRoute } from '#api/leads/get-lead.ts';
import { listLeadActivitiesRoute } from '#api/leads/list-lead-activities.ts';
import { listLeadCallsRoute } from '#api/leads/list-lead-calls.ts';
import { listLeadsRoute } from '#api/leads/list-leads.ts';
import { mayWeCallLeadRoute } from '#api/leads/may-we-call-lead.ts';
import { moveLeadStageRoute } from '#api/leads/move-lead-stage.ts';
import { updateLeadRoute } from '#api/leads/update-lead.ts';

export const leadRoutes = [
  listLeadsRoute,
  createLeadRoute,
  getLeadRoute,
  updateLeadRoute,
  deleteLeadRoute,
  moveLeadStageRoute,
  assignLeadRoute,
  listLeadActivitiesRoute,
  listLeadCallsRoute,
  mayWeCallLeadRoute,
] as const;
