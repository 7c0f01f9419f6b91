import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { whileResizing } from './shifts.ts'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** Those of the rules that look at colours. */
const colourRules = ['color-contrast', 'link-in-text-block']
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

/**
 * What all rules but those of colour go by: elements with their attributes and texts, where they stand, which are seen, their fonts.
 */
function skeletonOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const seen = [...document.body.querySelectorAll('*')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const { display, visibility, opacity, font } = getComputedStyle(element)
      return [x, y, width, height, display, visibility, opacity, font].join(' ')
    })
    const { lang } = document.documentElement
    return [document.title, lang, document.body.outerHTML, ...seen].join('\n')
  })
}

/**
 * No violation of WCAG 2.2 AA as the page stands now. Menus, selects and comboboxes must be closed.
 *
 * @param rules only these of axe's rules; all of WCAG 2.2 AA unless they are given.
 */
export async function expectAccessible(page: Page, rules?: readonly string[]): Promise<void> {
  await settled(page)
  // It stays until the page is left; and in the page itself it opens no other one, which would take the focus away.
  const there = await page.evaluate(() => Reflect.get(window, 'axe') !== undefined)
  const axe = new AxeBuilder({ page, ...(there && { axeSource: 'void 0' }) }).setLegacyMode()
  axe.options({ resultTypes: ['violations'] })
  const { violations } = await (rules ? axe.withRules([...rules]) : axe.withTags(tags)).analyze()
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
 * The gates of a page: axe in light and dark at 1360 and 390 px, no sideways scroll there and at 320 px. In the dark only the rules of
 * colour look again, if the page is the very same in all else. The theme must be the system's. Colours do not depend on the language: the
 * Chinese page is looked at in the light only. With `E2E_SHOTS` set to a folder, what was seen is kept there as
 * `<name>-<size>-<scheme>.png`, in both languages and both schemes.
 */
export async function expectFinePage(page: Page, name: string): Promise<void> {
  await settled(page)
  await whileResizing(page, () => lookAt(page, name))
}

async function lookAt(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  const english = (await page.locator('html').getAttribute('lang')) === 'en'
  const lights = english || process.env.E2E_SHOTS ? schemes : (['light'] as const)
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    let looked: string | null = null
    for (const colorScheme of lights) {
      await page.emulateMedia({ colorScheme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      await settled(page)
      await keepShot(page, `${name}-${size}-${colorScheme}`)
      const skeleton = await skeletonOf(page)
      await expectAccessible(page, skeleton === looked ? colourRules : undefined)
      await expectNoSidewaysScroll(page)
      looked = skeleton
    }
  }
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoSidewaysScroll(page)
  await page.emulateMedia({ colorScheme: 'light' })
  if (before) await page.setViewportSize(before)
  await settled(page)
}

async function keepShot(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
