import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { chromiumPath } from '../../e2e/browser.ts'
import type { ConsoleWorld } from './console-world.ts'

/**
 * Milliseconds until the rows (or figures) of a page are there, painted; until the page has taken a click on the first of them, so that it
 * is interactive (the row is marked); and until what that click opens is painted. The last two only where rows open something.
 */
export type PageTime = { shown: number; taken: number | null; opened: number | null }
export type PageTimes = { name: string; clicked: PageTime[]; cold: PageTime[] }

/** What to wait for on a page, and what a click on a row opens. */
type Target = { name: string; path: string; shown: string; least: number; opens: string | null }

const rows = { shown: '[data-row]', least: 50, opens: '[role=dialog]' }
const targets = (org: string, least: number): Target[] => [
  { name: 'usage log', path: `/orgs/${org}/usage`, ...rows, least },
  { name: 'error log', path: `/orgs/${org}/errors`, ...rows, least },
  { name: 'keys', path: `/orgs/${org}/keys`, ...rows },
  { name: 'models', path: `/orgs/${org}/models`, ...rows },
  { name: 'overview', path: `/orgs/${org}/overview`, shown: 'figure li a', least: 1, opens: null },
]

/**
 * Runs in the page, so that no time of the tool that drives the browser is in the measure: waits for what is to be shown, clicks the first
 * of it and waits for what that opens.
 */
const measure = `
window.measurePage = async ({ shown, least, opens }, start) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  const until = (done) => new Promise((resolve) => {
    const look = () => {
      if (!done()) return false
      observer.disconnect()
      resolve()
      return true
    }
    const observer = new MutationObserver(look)
    if (!look()) observer.observe(document, { childList: true, subtree: true, attributeFilter: ['aria-current'] })
  })
  await until(() => document.querySelectorAll(shown).length >= least)
  await frame()
  const there = performance.now() - start
  if (!opens) return { shown: there, taken: null, opened: null }
  document.querySelector(shown).querySelector('th button, button').click()
  await until(() => document.querySelector(shown + '[aria-current]'))
  const taken = performance.now() - start
  await until(() => document.querySelector(opens))
  await frame()
  return { shown: there, taken, opened: performance.now() - start }
}`

async function signedIn(browser: Browser, url: string, world: ConsoleWorld): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1360, height: 900 } })
  const { username, password } = world
  const answer = await context.request.post('/api/v1/auth/sign-in', {
    headers: { origin: url },
    data: { username, password },
  })
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}`)
  await context.addInitScript(measure)
  return context
}

const run = (page: Page, target: Target, start: string): Promise<PageTime> =>
  page.evaluate(`measurePage(${JSON.stringify(target)}, ${start})`)

/** From a click on the link in the sidebar, when the page had been visited by nobody yet or is stale: each time in a new tab. */
async function timeClick(context: BrowserContext, target: Target, org: string): Promise<PageTime> {
  const page = await context.newPage()
  await page.goto(`/orgs/${org}/policy`, { waitUntil: 'networkidle' })
  // What comes after the first page (menus, and the code of the pages in the sidebar) has come.
  await page.waitForTimeout(3500)
  const time = await page.evaluate(`(() => {
    const start = performance.now()
    document.querySelector('aside a[href="${target.path}"]').click()
    return measurePage(${JSON.stringify(target)}, start)
  })()`)
  await page.close()
  return time as PageTime
}

/** From the beginning of the request for the page, with an empty cache. */
async function timeCold(
  browser: Browser,
  url: string,
  world: ConsoleWorld,
  target: Target,
): Promise<PageTime> {
  const context = await signedIn(browser, url, world)
  const page = await context.newPage()
  await page.goto(target.path, { waitUntil: 'commit' })
  const time = await run(page, target, '0')
  await context.close()
  return time
}

/** Each page several times. `least` rows are waited for in the logs. */
export async function timePages(
  url: string,
  world: ConsoleWorld,
  { rounds, least }: { rounds: number; least: number },
): Promise<PageTimes[]> {
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic'],
  })
  try {
    const context = await signedIn(browser, url, world)
    const times: PageTimes[] = []
    for (const target of targets(world.org, least)) {
      const clicked: PageTime[] = []
      const cold: PageTime[] = []
      for (let round = 0; round < rounds; round += 1) {
        clicked.push(await timeClick(context, target, world.org))
        cold.push(await timeCold(browser, url, world, target))
      }
      times.push({ name: target.name, clicked, cold })
    }
    return times
  } finally {
    await browser.close()
  }
}
