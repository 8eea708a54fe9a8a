import { addDoNotCallRoute } from '#api/do-not-call/add-do-not-call.ts';
import { listDoNotCallRoute } from '#api/do-not-call/list-do-not-call.ts';
import { removeDoNotCallRoute } from '#api/do-not-call/remove-do-not-call.ts';

export const doNotCallRoutes = [listDoNotCallRoute, addDoNotCallRoute, removeDoNotCallRoute] as const;
