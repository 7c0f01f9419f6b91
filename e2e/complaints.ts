import { type BrowserContext, expect, type Response } from '@playwright/test'

const api = /\/(api\/)?v1\//
// What the browser itself prints about an answer 4xx tells no method, so the answers are looked at instead.
const printedOfAnswer = /^Failed to load resource: the server responded with a status of 4\d\d/
/** A page learns that nobody is signed in by asking; there is no other way to know. */
const whoIsThere = /^401 GET \/api\/v1\/auth\/session$/

/** A page that asks for one thing this often within a second asks because it asked. */
const inACircle = 8

/** What the pages of a context complain about. */
export type Complaints = {
  /** A page may be refused to read this: `404 GET /api/v1/orgs/acme`. A test says so beforehand, and why. */
  allowRefusal(what: RegExp): void
  /** What a page may print as an error: the test that breaks a server says so. */
  allowPrinted(what: RegExp): void
  /** The session is gone, whatever the pages are about to read with it. */
  endSession(): Promise<void>
  /** Throws what was complained about. */
  expectNone(): Promise<void>
}

function refusalOf(response: Response): string | null {
  const { pathname } = new URL(response.url())
  const [status, method] = [response.status(), response.request().method()]
  if (status < 400 || status > 499 || !api.test(pathname)) return null
  // An act may be refused: a wrong password, a taken name. The page tells it, and the journey looks for that.
  return method === 'GET' ? `${status} ${method} ${pathname}` : null
}

/**
 * Listens to every page of the context, those too that a click opens: uncaught errors, errors on the console, violations of the content
 * policy, and reading what one may not read.
 */
export async function listenToComplaints(context: BrowserContext): Promise<Complaints> {
  const violations: string[] = []
  const complaints: string[] = []
  const refusals: string[] = []
  const allowed = [whoIsThere]
  const printable: RegExp[] = []
  await context.exposeBinding('reportViolation', (_, text: string) => violations.push(text))
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const report = Reflect.get(window, 'reportViolation') as (text: string) => void
      report(`${event.effectiveDirective} refused ${event.blockedURI} at ${event.sourceFile}`)
    })
  })
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error()}`))
  context.on('console', (message) => {
    const where = message.location().url
    if (message.type() !== 'error') return
    if (printedOfAnswer.test(message.text()) && api.test(where)) return
    complaints.push(`${message.text()} (${where})`)
  })
  const asked = new Map<string, number[]>()
  context.on('request', (request) => {
    if (request.method() !== 'GET' || !api.test(request.url())) return
    const times = asked.get(request.url()) ?? []
    asked.set(request.url(), times)
    times.push(Date.now())
    const [first = 0, last = 0] = [times.at(-inACircle), times.at(-1)]
    if (first > 0 && last - first < 1000) complaints.push(`asked in a circle: ${request.url()}`)
  })
  context.on('response', (response) => {
    const refusal = refusalOf(response)
    if (refusal !== null) refusals.push(refusal)
  })
  return {
    allowRefusal: (what) => allowed.push(what),
    allowPrinted: (what) => printable.push(what),
    async endSession() {
      allowed.push(/^401 GET /)
      await context.clearCookies()
    },
    async expectNone() {
      // A page tells in the order of what happened: what it said before this answer is here.
      for (const page of context.pages()) await page.evaluate(() => null).catch(() => null)
      expect(violations, 'content policy').toEqual([])
      const unexpected = complaints.filter((complaint) => !printable.some((what) => what.test(complaint)))
      expect(unexpected, 'console').toEqual([])
      const surprising = refusals.filter((refusal) => !allowed.some((what) => what.test(refusal)))
      expect(surprising, 'refused to read').toEqual([])
    },
  }
}
