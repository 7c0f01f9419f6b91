import { readFileSync, writeFileSync } from 'node:fs'

/**
 * npm leaves packages for other platforms out of the lock file when the registry it asks has no copy of them, and `npm ci` then refuses
 * that file everywhere. Their versions are known from the package that wants them, so this writes them down (without a digest, which
 * only their platform would check). `--fix` writes; without it a gap is an error, and so is an address of a registry.
 */
type Entry = {
  version?: string
  resolved?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}
type Lock = { packages: Record<string, Entry> }

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 's390x', 'wasm32']

const path = new URL('../../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8')) as Lock

function platformOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> {
  const parts = name.split('-')
  const system = systems.find((one) => parts.includes(one))
  const processor = processors.find((one) => parts.includes(one))
  return {
    ...(processor ? { cpu: [processor] } : {}),
    ...(parts.includes('musl') ? { libc: ['musl'] } : {}),
    ...(system ? { os: [system] } : {}),
  }
}

const gaps: string[] = []
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const target = `node_modules/${name}`
    const nested = `${place}/node_modules/${name}`
    if (lock.packages[target] || lock.packages[nested]) continue
    const { os, cpu, libc } = platformOf(name)
    // Only exact versions of platform packages can be known from here.
    if (!/^\d/.test(version) || (!os && !cpu)) continue
    gaps.push(name)
    lock.packages[target] = {
      version,
      ...(cpu ? { cpu } : {}),
      ...(entry.dev ? { dev: true } : {}),
      ...(libc ? { libc } : {}),
      optional: true,
      ...(os ? { os } : {}),
    }
  }
}
const addresses = Object.values(lock.packages).filter((entry) => entry.resolved !== undefined).length

if (process.argv[2] === '--fix') {
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
  lock.packages = Object.fromEntries(sorted)
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`wrote ${gaps.length} entries: ${gaps.join(' ')}`)
} else {
  if (gaps.length > 0)
    console.log(`The lock file lacks ${gaps.join(' ')}: run node script/lib/lock-file.ts --fix`)
  if (addresses > 0) console.log(`${addresses} entries of the lock file name a registry: see .npmrc`)
  process.exitCode = gaps.length > 0 || addresses > 0 ? 1 : 0
}
