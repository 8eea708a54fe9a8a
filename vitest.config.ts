import { defineConfig } from 'vitest/config';

const WITH_DATABASE = ['integration', 'flows', 'wire', 'browser'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: ['unit', 'architecture', ...WITH_DATABASE].map((name) => ({
      extends: true,
      test: {
        name,
        include: [`tests/${name}/**/*.test.ts`],
        globalSetup: WITH_DATABASE.includes(name) ? ['tests/support/global-setup.ts'] : [],
        testTimeout: 30_000,
        hookTimeout: 30_000,
      },
    })),
  },
});
