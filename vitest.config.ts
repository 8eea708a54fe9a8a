import { defineConfig } from 'vitest/config';

const WITH_DATABASE = ['integration', 'flows', 'wire', 'browser', 'hostile'];
/** Failing providers, killed processes, forgeries and floods: minutes of machine time, so they run by themselves. */
const HOSTILE = [
  'tests/flows/hostile/**/*.test.ts',
  'tests/flows/faults/**/*.test.ts',
  'tests/flows/provider-failures.test.ts',
  'tests/flows/foreign-addresses/**/*.test.ts',
  'tests/integration/tenancy/{api-routes,bot-buttons}.test.ts',
];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: ['unit', 'architecture', ...WITH_DATABASE].map((name) => ({
      extends: true,
      test: {
        name,
        include: name === 'hostile' ? HOSTILE : [`tests/${name}/**/*.test.ts`],
        exclude: name === 'hostile' ? [] : HOSTILE,
        globalSetup: WITH_DATABASE.includes(name) ? ['tests/support/global-setup.ts'] : [],
        testTimeout: 30_000,
        hookTimeout: 30_000,
      },
    })),
  },
});
