import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

export type Cluster = { url: string; stop(): void }

function binaries(): string {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root)
    ? readdirSync(root).filter((name) => existsSync(join(root, name, 'bin/initdb')))
    : []
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0]
  if (!newest) throw new Error('PostgreSQL is not installed: script/test installs it (Debian: postgresql)')
  return join(root, newest, 'bin')
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/**
 * A PostgreSQL of our own in a temporary folder, on a free port of this machine only. It refuses to run as root, so there it runs as
 * the `postgres` user that Debian's package makes.
 */
export async function startCluster(settings: string[] = ['fsync=off']): Promise<Cluster> {
  const bin = binaries()
  const folder = mkdtempSync(join(tmpdir(), 'portico-pg-'))
  const data = join(folder, 'data')
  const root = process.getuid?.() === 0
  const user = root ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--'] : []
  if (root) {
    const [uid, gid] = execFileSync('sh', ['-c', 'id -u postgres; id -g postgres'])
      .toString()
      .trim()
      .split('\n')
      .map(Number)
    chownSync(folder, uid as number, gid as number)
  }
  const run = (name: string, args: string[]): void => {
    const [command = '', ...rest] = [...user, join(bin, name), ...args]
    execFileSync(command, rest, { cwd: folder, stdio: 'pipe' })
  }
  run('initdb', [
    '-D',
    data,
    '-U',
    'portico',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ])
  const port = await freePort()
  const options = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    'max_connections=300',
    ...settings,
  ]
  const flags = options.map((option) => `-c ${option}`).join(' ')
  run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', flags, 'start'])
  return {
    url: `postgres://portico@127.0.0.1:${port}/postgres`,
    stop() {
      run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A fresh database in the cluster. */
export async function createDatabase(
  clusterUrl: string,
  name: string,
): Promise<{ url: string; drop(): Promise<void> }> {
  const url = new URL(clusterUrl)
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: clusterUrl })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await run(`create database ${name}`)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) }
}
