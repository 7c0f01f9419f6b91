import { posix } from 'node:path'

/**
 * Which areas an area may call, beside audit, settings and mail, which everybody calls and which call no area but each other. Imports go one way
 * (CONTRIBUTING.md), so whoever reads an area from its routes down never comes back up.
 */
const areaCalls: Record<string, readonly string[] | 'all'> = {
  entry: 'all',
  operator: 'all',
  gateway: ['money', 'keys', 'organizations', 'accounts'],
  usage: ['money', 'keys', 'organizations', 'accounts'],
  keys: ['organizations', 'accounts'],
  money: ['organizations', 'accounts'],
  organizations: ['accounts'],
  accounts: [],
  mail: [],
  audit: [],
  settings: [],
}
const calledByAll = ['audit', 'settings', 'mail']

/** What each layer of the server may import, besides itself. Packages are not looked at. */
const layers: [prefix: string, mayImport: readonly string[]][] = [
  ['contract/', []],
  ['server/lib/', []],
  ['server/db/', ['server/lib/']],
  ['server/config.ts', ['contract/', 'server/lib/']],
  ['server/deps.ts', ['server/config.ts', 'server/db/', 'server/lib/']],
  ['server/http/', ['contract/', 'server/db/', 'server/lib/', 'server/deps.ts', 'server/config.ts']],
  [
    'server/areas/',
    ['contract/', 'server/http/', 'server/db/', 'server/lib/', 'server/deps.ts', 'server/config.ts'],
  ],
  ['console/src/lib/', ['contract/', 'console/src/locales/']],
  ['console/src/locales/', []],
  ['console/src/ui/', ['console/src/lib/', 'contract/']],
  ['console/src/features/', ['console/src/ui/', 'console/src/lib/', 'contract/']],
  ['console/src/app/', ['console/src/', 'contract/']],
]

const importPattern = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\bnew URL\(\s*)(['"])(\.{1,2}\/[^'"\n]+)\1/g

/** The relative imports of a file, as paths from the root; folders that are only named are none. */
export function importsOf(path: string, text: string): string[] {
  const found = [...text.matchAll(importPattern)]
    .map((match) => match[2] ?? '')
    .filter((target) => /\.\w+$/.test(target))
  return found.map((target) => posix.normalize(posix.join(posix.dirname(path), target)))
}

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('server/testing/')
const areaOf = (path: string): string | null => /^server\/areas\/([^/]+)\//.exec(path)?.[1] ?? null

function areaProblem(from: string, to: string): string | null {
  const [caller, called] = [areaOf(from), areaOf(to)]
  if (called === null || caller === called) return null
  if (to !== `server/areas/${called}/index.ts` && !from.startsWith('server/testing/'))
    return 'only the index.ts of an area may be imported from outside'
  if (caller === null || isTest(from)) return null
  const calls = areaCalls[caller]
  if (calls === undefined) return `the area ${caller} has no line in script/lib/imports.ts`
  if (calls === 'all' || calls.includes(called) || calledByAll.includes(called)) return null
  return `the area ${caller} may not call ${called}`
}

function featureProblem(from: string, to: string): string | null {
  const feature = /^console\/src\/features\/([^/]+)\//
  const [caller, called] = [feature.exec(from)?.[1], feature.exec(to)?.[1]]
  return caller !== undefined && called !== undefined && caller !== called
    ? `the feature ${caller} may not know ${called}`
    : null
}

function problemOf(from: string, to: string): string | null {
  const test = isTest(from)
  if (to.startsWith('server/testing/') && !test) return 'only tests may import what tests are made of'
  if (to === 'server/main.ts' && !test)
    return 'main.ts acts on import: nobody may import it; tests start it as a process'
  if (to.startsWith('console/') && !from.startsWith('console/')) return 'only the console knows the console'
  if (to.startsWith('server/') && from.startsWith('console/')) return 'the console knows no server'
  const layer = layers.find(([prefix]) => from.startsWith(prefix))
  if (layer && !test) {
    const [prefix, may] = layer
    if (![prefix, ...may].some((allowed) => to.startsWith(allowed))) return `${prefix} may not import this`
  }
  return areaProblem(from, to) ?? featureProblem(from, to)
}

/** Every import that goes the wrong way: `from → to: why`. */
export function importProblems(files: ReadonlyMap<string, string>): string[] {
  const problems: string[] = []
  for (const [from, text] of files) {
    for (const to of importsOf(from, text)) {
      const problem = problemOf(from, to)
      if (problem !== null) problems.push(`${from} → ${to}: ${problem}`)
    }
  }
  return problems
}
