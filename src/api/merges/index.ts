import { listMergesRoute } from '#api/merges/list-merges.ts';
import { mergeRecordsRoute } from '#api/merges/merge-records.ts';
import { previewMergeRoute } from '#api/merges/preview-merge.ts';
import { undoMergeRoute } from '#api/merges/undo-merge.ts';

export const mergeRoutes = [previewMergeRoute, mergeRecordsRoute, listMergesRoute, undoMergeRoute] as const;
