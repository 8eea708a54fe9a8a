import type { Runtime } from '#domain/context.ts';
import type { SettingKey } from '#domain/settings/setting-schemas.ts';

/** What the environment connects for the default organization, without the secrets themselves. */
export type EnvironmentSettings = Partial<
  Record<SettingKey, { values: Record<string, string | null>; secrets: Record<string, { hint: string }> }>
>;

const byRuntime = new WeakMap<Runtime, EnvironmentSettings>();

/** Tells settings what the environment connects, so that they can show it. The composition root calls it once at start. */
export function provideEnvironmentSettings(runtime: Runtime, settings: EnvironmentSettings): void {
  byRuntime.set(runtime, settings);
}

export function environmentSettingsOf(runtime: Runtime): EnvironmentSettings {
  return byRuntime.get(runtime) ?? {};
}
