import { countPasskeys, strandedWarning } from '../areas/accounts/index.ts'
import { type CheckReport, check, nanosToUsd } from '../areas/money/index.ts'
import type { Config } from '../config.ts'
import { openReader } from '../db/open.ts'
import { systemClock } from '../deps.ts'

/** What is stated about all money, in the order of the checker's numbers. */
const statements = [
  'what is leased of a meter is what its active leases were granted',
  'what was charged to a meter is what its usage records cost',
  'the cap of a wallet is the sum of its ledger',
  'nothing is beyond a cap that over-long calls, late records and forced debits do not explain',
  'no active lease belongs to an owner that has been dead for a minute',
  'the cost of each record follows from its buckets and its price',
  'the hourly roll-ups are the sums of their records',
]

/** The report as lines for a person. */
export function reportLines(report: CheckReport): string[] {
  const lines = [`Checked ${report.meters} meters and ${report.records} usage records in one snapshot.`]
  for (const [index, text] of statements.entries()) {
    const count = report.findings.filter((finding) => finding.statement === index + 1).length
    lines.push(`  ${index + 1}. ${text}: ${count === 0 ? 'holds' : `BROKEN in ${count} places`}`)
  }
  lines.push(
    `Overspend: at most ${nanosToUsd(report.boundNanos)} USD is explained, wallets are ${nanosToUsd(report.overspentNanos)} USD below zero in all.`,
  )
  for (const { statement, where, problem } of report.findings)
    lines.push(`FOUND ${statement} ${where}: ${problem}`)
  lines.push(
    report.findings.length === 0 ? 'The money is right.' : `${report.findings.length} findings: not right.`,
  )
  return lines
}

/**
 * `portico check`: recomputes all money from one snapshot, beside a running server too, and counts passkeys that a changed public URL strands.
 *
 * @returns the exit code: 1 where something is wrong.
 */
export async function runCheck(config: Config, print: (line: string) => void): Promise<number> {
  const reader = await openReader(config)
  try {
    const { report, passkeys } = await reader.snapshot(async (tx) => ({
      report: await check(tx, systemClock.now()),
      passkeys: await countPasskeys(tx, config),
    }))
    for (const line of reportLines(report)) print(line)
    if (passkeys.stranded > 0) print(`WARNING: ${strandedWarning(passkeys)}.`)
    return report.findings.length === 0 ? 0 : 1
  } finally {
    await reader.close()
  }
}
