import { dismissDuplicateRoute } from '#api/duplicates/dismiss-duplicate.ts';
import { listDuplicatesRoute } from '#api/duplicates/list-duplicates.ts';
import { scanDuplicatesRoute } from '#api/duplicates/scan-duplicates.ts';

export const duplicateRoutes = [listDuplicatesRoute, dismissDuplicateRoute, scanDuplicatesRoute] as const;
