import { listAuditRoute } from '#api/administration/list-audit.ts';
import { listParkedEffectsRoute } from '#api/administration/list-parked-effects.ts';
import { replayEffectRoute } from '#api/administration/replay-effect.ts';

export const administrationRoutes = [listAuditRoute, listParkedEffectsRoute, replayEffectRoute] as const;
