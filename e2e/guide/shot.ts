import type { Page } from '@playwright/test'
import type { World } from './world.ts'

type Texts = (key: string, values?: Record<string, unknown>) => string
export type Visit = { page: Page; t: Texts; world: World }

/** One picture of the guide, in each language: `docs/guide/images/<language>/<name>.png`. */
export type Shot = {
  readonly name: string
  /** The route of the console that it shows; its parameters are filled from the world. */
  readonly route: string
  /** Text of the page's heading: it must stand there, and in the guide. */
  readonly title: string
  readonly who: 'nobody' | 'newcomer' | 'member' | 'operator'
  /** What follows the route: a query. */
  readonly query?: (world: World) => string
  /** What is done on the page before the picture, and what must be seen in it. */
  readonly show?: (visit: Visit) => Promise<void>
}

export const press = async (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).first().click()
export const seen = async (page: Page, text: string) => page.getByText(text).first().waitFor()
export const rows =
  (least: number) =>
  async ({ page }: Visit) =>
    page
      .getByRole('rowheader')
      .nth(least - 1)
      .waitFor()
export const dialog = async ({ page }: Visit) => page.getByRole('dialog').last().waitFor()
