import { searchRun } from '../../server/testing/canary-run.ts'

/** Fails when a secret of the whole run stands in a dump, a log, the metrics or an error reply of it: `canaries.ts FOLDER`. */
const { apps, secrets, bytes, leaks, missing } = searchRun(process.argv[2] ?? '')

for (const leak of leaks.slice(0, 50)) console.log(leak)
for (const kind of missing) console.log(`No test left its ${kind}`)
console.log(
  `${secrets} secrets of ${apps} servers looked for in ${(bytes / 1e6).toFixed(1)} MB: ${leaks.length} found`,
)
process.exitCode = leaks.length + missing.length > 0 || secrets === 0 ? 1 : 0
