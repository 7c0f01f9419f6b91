import { pino } from 'pino'
import type { Config } from '../config.ts'
import type { Log } from '../deps.ts'
import { redact } from './redact.ts'

type Sink = { write(line: string): void }

/** One line for a person at a terminal: `20:41:07 INFO  request  route=/api/v1/me status=200`. */
export function readableLine(line: string): string {
  const { time, level, msg, ...fields } = JSON.parse(line) as Record<string, unknown>
  const rest = Object.entries(fields).map(([name, value]) => {
    const stack = (value as { stack?: unknown } | null)?.stack
    if (typeof stack === 'string') return `\n    ${stack.replaceAll('\n', '\n    ')}`
    return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`
  })
  return `${String(time).slice(11, 19)} ${String(level).toUpperCase().padEnd(5)} ${[msg, ...rest].join('  ')}\n`
}

/**
 * A log that nobody reads any more (a closed pipe, a full disk) costs its lines, not the service: without a listener the failed write would
 * be an error that nobody caught, whose own line fails again, for ever.
 */
export function outliveOutput(
  outputs: readonly NodeJS.WritableStream[] = [process.stdout, process.stderr],
): void {
  for (const output of outputs) output.on('error', () => {})
}

/**
 * The process's log: JSON lines on standard output, or readable ones where that is a terminal. Whatever it is given is cleared of
 * secrets on the way (rule 46).
 */
export function createLogger(
  level: Config['logLevel'],
  output: Sink & { isTTY?: boolean } = process.stdout,
): Log {
  const sink: Sink = output.isTTY ? { write: (line) => output.write(readableLine(line)) } : output
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'msg',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redact(fields) as Record<string, unknown>,
      },
      // The formatter above has made plain values of errors already.
      serializers: { err: (value: unknown) => value },
    },
    sink,
  )
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  }
}
