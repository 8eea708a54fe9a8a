import { actOnNoticeRoute } from '#api/notices/act-on-notice.ts';
import { listNoticesRoute } from '#api/notices/list-notices.ts';
import { listMutesRoute, muteNoticeRoute, unmuteRoute } from '#api/notices/mutes.ts';
import { getNoticePreferencesRoute, setNoticePreferencesRoute } from '#api/notices/preferences.ts';

export const noticeRoutes = [
  listNoticesRoute,
  listMutesRoute,
  unmuteRoute,
  getNoticePreferencesRoute,
  setNoticePreferencesRoute,
  actOnNoticeRoute,
  muteNoticeRoute,
] as const;
