import { getHealthRoute } from '#api/health/get-health.ts';
import { getMetricsRoute } from '#api/health/get-metrics.ts';
import { getReadinessRoute } from '#api/health/get-readiness.ts';

export const healthRoutes = [getHealthRoute, getReadinessRoute, getMetricsRoute] as const;
