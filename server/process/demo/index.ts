import type { Portico } from '../../app.ts'
import { readConfig } from '../../config.ts'
import { serve } from '../serve.ts'
import { prepareDirectory, worldIsMade, worldWasMade } from './directory.ts'
import { createPerson } from './person.ts'
import { demoKeyName, demoOrganization, demoPassword, makeWorld, worldDays } from './world.ts'

const fixed = {
  // Its passwords are known to everybody, so nobody but this machine gets there, and nothing else is touched.
  HOST: '127.0.0.1',
  PORTICO_DATA_DIR: './data-demo',
  DATABASE_URL: undefined,
  PORTICO_SECRET_KEY: undefined,
  PORTICO_ADMIN_USERNAME: 'ada',
  PORTICO_ADMIN_EMAIL: 'ada@example.com',
  PORTICO_ADMIN_PASSWORD: demoPassword,
}

/** Models that run on this machine can be connected at once: only its own people get in here anyway. */
const usual = { PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8' }

const overlapSeconds = 24 * 60 * 60

/** A secret is shown once, so each start gives the demo's key a new one; the one before works for another day. */
async function freshSecret(app: Portico): Promise<string> {
  const ada = createPerson(app)
  await ada.call('POST', '/auth/sign-in', { username: 'ada', password: demoPassword })
  const keys = `/orgs/${demoOrganization}/keys`
  const { items } = await ada.call<{ items: { id: string; name: string }[] }>(
    'GET',
    `${keys}?status=active&q=${encodeURIComponent(demoKeyName)}`,
  )
  const id = items.find(({ name }) => name === demoKeyName)?.id
  const made =
    id === undefined
      ? await ada.call<{ secret: string }>('POST', keys, { name: demoKeyName })
      : await ada.call<{ secret: string }>('POST', `${keys}/${id}/rotate`, { overlapSeconds })
  await ada.call('POST', '/auth/sign-out')
  return made.secret
}

function welcome(publicUrl: string, secret: string): string[] {
  return [
    `This is the demo: two people, two organizations and ${worldDays} days of calls to the built-in sandbox.`,
    // A person's own organization is empty here: the way in leads to where the calls are.
    `Sign in at ${publicUrl}/sign-in?next=/orgs/${demoOrganization}/usage`,
    `  ada    ${demoPassword}    (the operator)`,
    `  grace  ${demoPassword}    (a member of Acme, owner of Lumen)`,
    '',
    'Call a model (the secret is shown here once; the next start makes another):',
    '',
    `curl ${publicUrl}/v1/chat/completions \\`,
    `  -H "Authorization: Bearer ${secret}" \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d '{"model":"sandbox-chat","messages":[{"role":"user","content":"Hello, who is there?"}]}'`,
    '',
  ]
}

/** `portico demo`: the server on a data directory of its own, with a small world in it. */
export async function runDemo(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const config = readConfig({ ...usual, ...environment, ...fixed })
  await serve(config, {
    directory: prepareDirectory,
    async store(deps) {
      if (worldIsMade(config.dataDir)) return
      process.stdout.write('Making the world of the demo…\n')
      await makeWorld(deps)
      worldWasMade(config.dataDir)
    },
    app: async (app) => welcome(config.publicUrl, await freshSecret(app)),
  })
}
