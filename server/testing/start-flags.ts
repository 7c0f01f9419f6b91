import { readFileSync } from 'node:fs'

/** Node's flags as `npm start` gives them (ADR 0010): what is tested and measured is the process that people run. */
export function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return String(scripts.start)
    .split(' ')
    .filter((word) => word.startsWith('--'))
}
