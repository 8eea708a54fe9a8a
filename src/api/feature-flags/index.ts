import { listFeatureFlagsRoute } from '#api/feature-flags/list-feature-flags.ts';
import { setFeatureFlagRoute } from '#api/feature-flags/set-feature-flag.ts';

export const featureFlagRoutes = [listFeatureFlagsRoute, setFeatureFlagRoute] as const;
