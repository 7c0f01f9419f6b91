import { defineConfig } from 'vitest/config'

// Tests beside the code end in `.test.ts` and run on both stores; pure ones end in `.unit.test.ts` and run once.
const everywhere = ['server/**/*.test.ts']
const pure = ['**/*.unit.test.ts']
const common = { pool: 'forks' as const, testTimeout: 60_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['server/**/*.unit.test.ts', 'contract/**/*.unit.test.ts', 'console/**/*.unit.test.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'sqlite',
          include: everywhere,
          exclude: pure,
          env: { PORTICO_TEST_STORE: 'sqlite' },
        },
      },
      {
        test: {
          ...common,
          name: 'postgres',
          include: everywhere,
          exclude: pure,
          env: { PORTICO_TEST_STORE: 'postgres' },
          globalSetup: ['server/testing/global-postgres.ts'],
        },
      },
    ],
  },
})
