import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { texts } from './console/texts-plugin.ts'

// Tests beside the code end in `.test.ts` and run on both stores; pure ones end in `.unit.test.ts` and run once.
const everywhere = ['server/**/*.test.ts']
const pure = ['**/*.unit.test.ts']
// The server is loaded once for each worker, not once for each of a hundred files: that was half of the work. No test may change what
// others share: each makes an app and a store of its own.
const onAStore = { isolate: false, include: everywhere, exclude: pure }
const common = { pool: 'forks' as const, testTimeout: 60_000, hookTimeout: 60_000 }

// What takes minutes begins first, so that nobody waits for it alone at the end.
const longest = ['server/process/crash.test.ts', 'server/areas/money/machine.test.ts']
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((path) => moduleId.endsWith(path))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [texts()],
        test: {
          ...common,
          name: 'unit',
          include: ['server/**/*.unit.test.ts', 'contract/**/*.unit.test.ts', 'console/**/*.unit.test.ts'],
        },
      },
      {
        test: {
          ...common,
          ...onAStore,
          name: 'sqlite',
          env: { PORTICO_TEST_STORE: 'sqlite' },
        },
      },
      {
        test: {
          ...common,
          ...onAStore,
          name: 'postgres',
          env: { PORTICO_TEST_STORE: 'postgres' },
          globalSetup: ['server/testing/global-postgres.ts'],
        },
      },
    ],
  },
})
