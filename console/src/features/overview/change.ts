import { shift } from '../../lib/decimal.ts'

/**
 * By how many percent something grew, exactly for money: `null` where there was nothing before.
 *
 * @param now,before decimal strings with at most nine decimals, or counts.
 */
export function percentChange(now: string | number, before: string | number): number | null {
  const [later, earlier] = [BigInt(shift(String(now), 9)), BigInt(shift(String(before), 9))]
  if (earlier === 0n) return null
  const permille = ((later - earlier) * 1000n) / (earlier < 0n ? -earlier : earlier)
  return Number(permille) / 10
}
