import { listAuditRoute } from '#api/administration/list-audit.ts';
import { listParkedEffectsRoute } from '#api/administration/list-parked-effects.ts';
import { listParkedUpdatesRoute } from '#api/administration/list-parked-updates.ts';
import { replayEffectRoute } from '#api/administration/replay-effect.ts';
import { replayUpdateRoute } from '#api/administration/replay-update.ts';
import { verifyAuditRoute } from '#api/administration/verify-audit.ts';

export const administrationRoutes = [
  listAuditRoute,
  verifyAuditRoute,
  listParkedEffectsRoute,
  replayEffectRoute,
  listParkedUpdatesRoute,
  replayUpdateRoute,
] as const;
