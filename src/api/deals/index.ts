import { assignDealRoute } from '#api/deals/assign-deal.ts';
import { createDealRoute } from '#api/deals/create-deal.ts';
import { deleteDealRoute } from '#api/deals/delete-deal.ts';
import { getDealRoute } from '#api/deals/get-deal.ts';
import { listDealActivitiesRoute } from '#api/deals/list-deal-activities.ts';
import { listDealStageHistoryRoute } from '#api/deals/list-deal-stage-history.ts';
import { listDealsRoute } from '#api/deals/list-deals.ts';
import { moveDealStageRoute } from '#api/deals/move-deal-stage.ts';
import { restoreDealRoute } from '#api/deals/restore-deal.ts';
import { updateDealRoute } from '#api/deals/update-deal.ts';

export const dealRoutes = [
  listDealsRoute,
  createDealRoute,
  getDealRoute,
  updateDealRoute,
  deleteDealRoute,
  restoreDealRoute,
  assignDealRoute,
  moveDealStageRoute,
  listDealStageHistoryRoute,
  listDealActivitiesRoute,
] as const;
