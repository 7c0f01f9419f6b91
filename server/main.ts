import { readConfig } from './config.ts'
import { runCheck } from './process/check.ts'
import { configurationPage } from './process/configuration-page.ts'
import { runDemo } from './process/demo/index.ts'
import { serve } from './process/serve.ts'

const help = `Usage: npm run portico -- [command]

  serve     start the server (what happens without a command)
  demo      start it on a data directory of its own with a small world in it
  check     recompute all money in one snapshot; 1 where something is wrong; works beside a running server
  config    print the configuration variables as Markdown
  help      print this

Configuration: docs/configuration.md
`

const print = (line: string): void => void process.stdout.write(`${line}\n`)

async function run(command: string): Promise<number | null> {
  if (command === 'serve') await serve(readConfig(process.env))
  else if (command === 'demo') await runDemo(process.env)
  else if (command === 'check') return runCheck(readConfig(process.env), print)
  else if (command === 'config') print(configurationPage().trimEnd())
  else if (command === 'help' || command === '--help') print(help.trimEnd())
  else {
    process.stderr.write(`There is no command "${command}".\n\n${help}`)
    return 2
  }
  return null
}

try {
  const code = await run(process.argv[2] ?? 'serve')
  if (code !== null) process.exitCode = code
} catch (error) {
  // What stops a start is for the person who starts it: the sentence, not the stack.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
