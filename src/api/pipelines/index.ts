import { createPipelineRoute } from '#api/pipelines/create-pipeline.ts';
import { createStageRoute } from '#api/pipelines/create-stage.ts';
import { deletePipelineRoute } from '#api/pipelines/delete-pipeline.ts';
import { deleteStageRoute } from '#api/pipelines/delete-stage.ts';
import { listPipelinesRoute } from '#api/pipelines/list-pipelines.ts';
import { listStageHistoryRoute } from '#api/pipelines/list-stage-history.ts';
import { listStagesRoute } from '#api/pipelines/list-stages.ts';
import { updatePipelineRoute } from '#api/pipelines/update-pipeline.ts';
import { updateStageRoute } from '#api/pipelines/update-stage.ts';
import { aliasRoute } from '#api/route.ts';

const plural = [
  listPipelinesRoute,
  createPipelineRoute,
  updatePipelineRoute,
  deletePipelineRoute,
  listStagesRoute,
  createStageRoute,
  updateStageRoute,
  deleteStageRoute,
  listStageHistoryRoute,
] as const;

/** One resource under the paths of both older systems. */
export const pipelineRoutes = [
  ...plural,
  ...plural.map((route) => aliasRoute(route, '/api/pipelines', '/api/pipeline')),
] as const;
