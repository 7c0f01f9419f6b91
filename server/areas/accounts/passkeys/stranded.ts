import type { Db } from '../../../db/store.ts'
import type { Deps } from '../../../deps.ts'
import { relyingParty } from './relying-party.ts'

/**
 * How many passkeys there are, and how many of them were made for another host than the public URL's: no browser offers those here, until
 * the URL is what it was.
 */
export async function countPasskeys(
  db: Db,
  config: { publicUrl: string },
): Promise<{ total: number; stranded: number; host: string }> {
  const rows = await db
    .selectFrom('passkeys')
    .select('rp_id')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .groupBy('rp_id')
    .execute()
  const { rpId } = relyingParty(config)
  const sum = (list: typeof rows) => list.reduce((all, { n }) => all + Number(n), 0)
  return { total: sum(rows), stranded: sum(rows.filter(({ rp_id }) => rp_id !== rpId)), host: rpId }
}

/** What whoever changed the public URL has to know: said at the start, by `portico check` and on the page of health. */
export function strandedWarning({
  total,
  stranded,
  host,
}: Awaited<ReturnType<typeof countPasskeys>>): string {
  return `${stranded} of ${total} passkeys were made for another host than ${host}, that of PORTICO_PUBLIC_URL: they sign nobody in until it is what it was`
}

/** Says it in the log, where there are any. */
export async function warnOfStranded({
  store,
  config,
  log,
}: Pick<Deps, 'store' | 'config' | 'log'>): Promise<void> {
  const counted = await countPasskeys(store.reads, config)
  if (counted.stranded > 0) log.warn(counted, strandedWarning(counted))
}
