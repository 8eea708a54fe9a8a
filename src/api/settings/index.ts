import { settingKeys } from '#domain/settings/setting-schemas.ts';
import { getSettingRoute } from '#api/settings/get-setting.ts';
import { listSettingsRoute } from '#api/settings/list-settings.ts';
import { putAnySettingRoute, putSettingRoute } from '#api/settings/put-setting.ts';
import { removeSettingRoute } from '#api/settings/remove-setting.ts';
import { testSettingRoute } from '#api/settings/test-setting.ts';

export const settingRoutes = [
  listSettingsRoute,
  putAnySettingRoute,
  getSettingRoute,
  removeSettingRoute,
  ...settingKeys.map(putSettingRoute),
  ...settingKeys.map(testSettingRoute),
] as const;
