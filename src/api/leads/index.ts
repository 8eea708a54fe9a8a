import { assignLeadRoute } from '#api/leads/assign-lead.ts';
import { changeManyLeadsRoute } from '#api/leads/change-many-leads.ts';
import { countLeadsRoute } from '#api/leads/count-leads.ts';
import { convertLeadRoute } from '#api/leads/convert-lead.ts';
import { createLeadRoute } from '#api/leads/create-lead.ts';
import { deleteLeadRoute } from '#api/leads/delete-lead.ts';
import { getLeadRoute } from '#api/leads/get-lead.ts';
import { listLeadActivitiesRoute } from '#api/leads/list-lead-activities.ts';
import { listLeadCallsRoute } from '#api/leads/list-lead-calls.ts';
import { listLeadsRoute } from '#api/leads/list-leads.ts';
import { mayWeCallLeadRoute } from '#api/leads/may-we-call-lead.ts';
import { moveLeadStageRoute } from '#api/leads/move-lead-stage.ts';
import { bringLeadBackRoute, putLeadAsideRoute, restoreLeadRoute, takeLeadRoute } from '#api/leads/triage-lead.ts';
import { updateLeadRoute } from '#api/leads/update-lead.ts';

export const leadRoutes = [
  listLeadsRoute,
  countLeadsRoute,
  createLeadRoute,
  changeManyLeadsRoute,
  getLeadRoute,
  updateLeadRoute,
  deleteLeadRoute,
  moveLeadStageRoute,
  assignLeadRoute,
  takeLeadRoute,
  putLeadAsideRoute,
  bringLeadBackRoute,
  restoreLeadRoute,
  listLeadActivitiesRoute,
  listLeadCallsRoute,
  mayWeCallLeadRoute,
  convertLeadRoute,
] as const;
