import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const sizes = { wide: { width: 1360, height: 900 }, narrow: { width: 390, height: 844 } }
const schemes = ['light', 'dark'] as const

/** Waits until nothing moves or fades any more: what is half-way has other colours than it will have. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
  await page.waitForFunction(() => {
    const endless = (one: Animation) => one.effect?.getTiming().iterations === Number.POSITIVE_INFINITY
    return document.getAnimations().every((one) => one.playState !== 'running' || endless(one))
  })
}

/** No violation of WCAG 2.2 AA as the page stands now. Menus, selects and comboboxes must be closed. */
export async function expectAccessible(page: Page): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
  }))
  expect(told, `axe at ${page.url()}`).toEqual([])
}

/** The page itself never scrolls sideways; tables do, inside their box. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { wide, room } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }))
  expect(wide, `the page is ${wide} px wide in ${room} px`).toBeLessThanOrEqual(room)
}

/**
 * The gates of a page: axe in light and dark at 1360 and 390 px, no sideways scroll there and at 320 px.
 * The theme must be the system's. With `E2E_SHOTS` set to a
 * folder, what was seen is kept there as `<name>-<size>-<scheme>.png`.
 */
export async function expectFinePage(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      await settled(page)
      await keepShot(page, `${name}-${size}-${colorScheme}`)
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }
  }
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoSidewaysScroll(page)
  await page.emulateMedia({ colorScheme: 'light' })
  if (before) await page.setViewportSize(before)
}

async function keepShot(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
