import { readFileSync } from 'node:fs'

type Vitest = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number }
type Playwright = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }

/**
 * Prints `PASSED FAILED` of a runner's JSON report, for the scripts. A run without a single test is a failure, and so is a file that
 * could not even be loaded.
 */
function counts(report: Vitest | Playwright): [passed: number, failed: number] {
  if ('stats' in report) return [report.stats.expected, report.stats.unexpected + report.stats.flaky]
  const { numPassedTests, numFailedTests, numFailedTestSuites } = report
  return [numPassedTests, numFailedTests > 0 ? numFailedTests : numFailedTestSuites]
}

function read(path: string): [passed: number, failed: number] {
  try {
    const [passed, failed] = counts(JSON.parse(readFileSync(path, 'utf8')) as Vitest | Playwright)
    return [passed, passed + failed === 0 ? 1 : failed]
  } catch {
    return [0, 1]
  }
}

console.log(read(process.argv[2] ?? '').join(' '))
