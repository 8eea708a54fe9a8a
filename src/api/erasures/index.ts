import { eraseContactRoute } from '#api/erasures/erase-contact.ts';
import { listErasuresRoute } from '#api/erasures/list-erasures.ts';

export const erasureRoutes = [listErasuresRoute, eraseContactRoute] as const;
