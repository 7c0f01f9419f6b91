import { type BrowserContext, expect, type Page } from '@playwright/test'

/** What a page may move by itself while it is looked at: the bound of issue 3, half of what Web Vitals call good. */
const mostShift = 0.05

type Shift = { path: string; value: number; moved: string[] }
type Report = Shift & { view: string }

/** What pages move under the eyes of who reads them, each of one page view. */
export type Shifts = {
  /** Throws where a page view shifted by more than it may. */
  expectNone(): Promise<void>
}

/**
 * Runs in each document before anything of it. Adds up what moved without a person having done something, as Web Vitals do: bursts with
 * less than a second between their parts and of at most five seconds; the worst burst counts. Another path begins another page view.
 */
function watchShifts(most: number): void {
  type Entry = PerformanceEntry & {
    value: number
    hadRecentInput: boolean
    sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[]
  }
  if (window !== top) return
  const recentMs = 500
  let view = 0
  let path = location.pathname
  let paused = false
  let askedAt = Number.NEGATIVE_INFINITY
  let burst = { value: 0, from: 0, last: 0, moved: [] as string[] }

  const told = ({ x, y, width, height }: DOMRectReadOnly) => [x, y, width, height].map(Math.round).join(' ')
  const named = (node: Node | null) => {
    const element = node instanceof Element ? node : node?.parentElement
    const words = element?.textContent?.trim().replace(/\s+/g, ' ').slice(0, 40)
    return element
      ? `${element.tagName.toLowerCase()}.${element.className} “${words}”`
      : 'something that left'
  }
  const take = (entries: PerformanceEntryList) => {
    for (const entry of entries as Entry[]) {
      if (paused || entry.hadRecentInput || entry.startTime - askedAt < recentMs) continue
      if (entry.startTime - burst.last > 1000 || entry.startTime - burst.from > 5000)
        burst = { value: 0, from: entry.startTime, last: 0, moved: [] }
      burst.value += entry.value
      burst.last = entry.startTime
      const at = `${Math.round(entry.startTime)} ms: ${entry.value.toFixed(3)}`
      for (const { node, previousRect, currentRect } of entry.sources)
        burst.moved.push(`${at} ${named(node)} from ${told(previousRect)} to ${told(currentRect)}`)
      if (burst.value <= most) continue
      const report = Reflect.get(window, 'reportShift') as (report: Report) => void
      const { value, moved } = burst
      report({ view: `${performance.timeOrigin} ${view}`, path, value, moved })
    }
  }
  const observer = new PerformanceObserver((list) => take(list.getEntries()))
  observer.observe({ type: 'layout-shift', buffered: true })
  // Filling a field by script is typing to the page, but no input to the browser. And what somebody has asked for on this page may take
  // its time on a slow machine: the answer moves what was asked to move, however late it comes.
  const asked = () => {
    askedAt = performance.now()
  }
  for (const name of ['input', 'pointerdown', 'keydown', 'click']) addEventListener(name, asked, true)
  const fetchIt = window.fetch
  window.fetch = (...request) => {
    const answer = fetchIt.apply(window, request)
    const its = view
    if (performance.now() - askedAt < recentMs) {
      const answered = () => its === view && asked()
      answer.then(answered, answered)
    }
    return answer
  }
  // The half second that a browser grants after a click begins, on a slow machine as on a quick one, when the next page stands there.
  const heading = () => document.querySelector('[data-page-heading]')
  const arriving = () => {
    const last = heading()
    askedAt = Number.POSITIVE_INFINITY
    const arrival = new MutationObserver(() => {
      const now = heading()
      if (now === null || now === last) return
      arrival.disconnect()
      asked()
    })
    arrival.observe(document, { childList: true, subtree: true })
    setTimeout(() => {
      arrival.disconnect()
      if (askedAt === Number.POSITIVE_INFINITY) asked()
    }, 5000)
  }
  const { navigation } = window
  navigation?.addEventListener('currententrychange', () => {
    if (location.pathname === path) return
    take(observer.takeRecords())
    path = location.pathname
    view += 1
    arriving()
    burst = { value: 0, from: 0, last: 0, moved: [] }
  })
  Reflect.set(window, 'layoutShifts', {
    pause(now: boolean) {
      take(observer.takeRecords())
      paused = now
    },
  })
}

/** Watches every page of the context. */
export async function watchLayout(context: BrowserContext): Promise<Shifts> {
  const worst = new Map<string, Shift>()
  await context.exposeBinding('reportShift', (_, { view, ...shift }: Report) => {
    if (shift.value > (worst.get(view)?.value ?? 0)) worst.set(view, shift)
  })
  await context.addInitScript(watchShifts, mostShift)
  return {
    async expectNone() {
      for (const page of context.pages()) await pause(page, false).catch(() => {})
      const told = [...worst.values()].map(({ path, value, moved }) => ({
        path,
        shift: value.toFixed(3),
        moved,
      }))
      expect(told, `layout shift above ${mostShift}`).toEqual([])
    },
  }
}

async function pause(page: Page, paused: boolean): Promise<void> {
  await page.evaluate((now) => {
    const shifts = Reflect.get(window, 'layoutShifts') as { pause(now: boolean): void } | undefined
    shifts?.pause(now)
  }, paused)
}

/** What moves meanwhile is the test's doing: it gives the window other sizes. */
export async function whileResizing(page: Page, act: () => Promise<void>): Promise<void> {
  await pause(page, true)
  try {
    await act()
  } finally {
    // The last size is laid out before moving counts again.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
    await pause(page, false)
  }
}
