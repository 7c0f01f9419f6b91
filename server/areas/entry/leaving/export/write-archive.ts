import type { Deps } from '../../../../deps.ts'
import { type Cell, csvLine } from '../../../../lib/csv.ts'
import { findPerson, presentAccount } from '../../../accounts/index.ts'
import { personalOrganization } from '../../../organizations/index.ts'
import { type Archive, createArchive } from './archive.ts'
import { type List, smallLists } from './lists.ts'
import { countPages, longLists } from './long-lists.ts'

const readMe = (
  username: string,
  at: string,
): string => `Portico: everything about the account ${username}, as of ${at}

profile.json           the account itself
organizations.json     organizations that it belongs to
*.json and *.csv       the same list twice: for programs (UTF-8 JSON), and for spreadsheets (UTF-8 CSV)

usage: calls with API keys of this account, in every organization. ledger: the personal wallet.
security-log: sign-ins and changes of credentials. Secrets are in none of these files; nobody can read them.
`

/** How far it is; throws where the archive is not ours to write any more. */
export type Tell = (progress: { done: number; whole: number }) => Promise<void>

/**
 * Writes everything about a person, piece by piece.
 *
 * @returns the size in bytes.
 * @throws what `keep` and `tell` throw
 */
export async function writeArchive(
  deps: Deps,
  accountId: string,
  keep: (piece: Buffer) => Promise<void>,
  tell: Tell,
): Promise<number> {
  const { store, clock } = deps
  const person = await findPerson(store.reads, accountId)
  if (!person) throw new Error('The account is gone')
  const personal = await personalOrganization(store.reads, accountId)
  const lists = [...smallLists(store.reads, accountId), ...longLists(deps, accountId, personal.id)]
  const whole = 2 * (lists.length + (await countPages(deps, accountId))) + 1
  let done = 0
  const step = async (): Promise<void> => {
    done += 1
    await tell({ done: Math.min(done, whole), whole })
  }
  const archive = createArchive(clock.now(), keep)
  await writeFile(archive, 'README.txt', readMe(person.username, new Date(clock.now()).toISOString()))
  const profile = { ...presentAccount(person), createdAt: new Date(person.created_at).toISOString() }
  await writeFile(
    archive,
    'profile.json',
    pretty({ ...profile, avatarUrl: undefined, personalOrganization: personal }),
  )
  await writeFile(archive, 'organizations.json', pretty(await organizationsOf(deps, accountId)))
  await step()
  for (const list of lists) {
    await writeJson(archive, list, step)
    await writeCsv(archive, list, step)
  }
  return archive.close()
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

async function writeFile(archive: Archive, name: string, text: string): Promise<void> {
  archive.begin(name)
  await archive.write(text)
  await archive.end()
}

async function writeJson(archive: Archive, { name, pages }: List, step: () => Promise<void>): Promise<void> {
  archive.begin(`${name}.json`)
  let first = true
  for await (const page of pages()) {
    for (const row of page) {
      await archive.write(`${first ? '[\n' : ',\n'}${JSON.stringify(row)}`)
      first = false
    }
    await step()
  }
  await archive.write(first ? '[]\n' : '\n]\n')
  await archive.end()
}

async function writeCsv(
  archive: Archive,
  { name, columns, pages }: List,
  step: () => Promise<void>,
): Promise<void> {
  archive.begin(`${name}.csv`)
  // Spreadsheets take UTF-8 for something else without the mark.
  await archive.write(`\ufeff${csvLine(columns)}`)
  for await (const page of pages()) {
    await archive.write(page.map((row) => csvLine(columns.map((column) => cellOf(row[column])))).join(''))
    await step()
  }
  await archive.end()
}

const cellOf = (value: unknown): Cell =>
  value === null || value === undefined
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : (value as Cell)

async function organizationsOf({ store }: Deps, accountId: string) {
  return store.reads
    .selectFrom('memberships as m')
    .innerJoin('organizations as o', 'o.id', 'm.organization_id')
    .select(['o.id', 'o.slug', 'o.name', 'm.role'])
    .where('m.account_id', '=', accountId)
    .orderBy('o.id')
    .execute()
}
