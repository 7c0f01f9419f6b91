import { test as base, expect, type Page } from '@playwright/test'
import { type Complaints, listenToComplaints } from './complaints.ts'
import { type Shifts, watchLayout } from './shifts.ts'
import { browserLocales, type Language, languages, textsOf } from './texts.ts'
import { startWorld, type World } from './world.ts'

export { expect } from '@playwright/test'
export { expectAccessible, expectFinePage, expectNoSidewaysScroll } from './looks.ts'
export {
  callGateway,
  enter,
  makeKey,
  newPerson,
  operatorOf,
  type Person,
  signIn,
  signUp,
  type Visitor,
} from './people.ts'
export { operator, type World, withoutOperator } from './world.ts'

type Running = { file: string; world: Promise<World> }
type Fixtures = {
  /** Variables of this file's server; say `test.use({ serverEnv })` at the top of the file. */
  serverEnv: Readonly<Record<string, string>>
  /** This file's server. Tests share it, so each makes people of its own. */
  world: World
  baseURL: string
  /** Fails the test that made a console error, an uncaught error or a violation of the content policy, or read what it may not. */
  complaints: Complaints
  /** Fails the test whose pages move by themselves under the eyes of who reads them. */
  stillness: Shifts
}
type WorkerFixtures = { running: { now: Running | null } }

export const test = base.extend<Fixtures, WorkerFixtures>({
  running: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const running: { now: Running | null } = { now: null }
      await use(running)
      await (await running.now?.world)?.stop()
    },
    { scope: 'worker' },
  ],
  serverEnv: [{}, { option: true }],
  world: async ({ running, serverEnv }, use, { file }) => {
    if (running.now?.file !== file) {
      await (await running.now?.world)?.stop()
      running.now = { file, world: startWorld(serverEnv) }
    }
    await use(await running.now.world)
  },
  baseURL: async ({ world }, use) => use(world.url),
  complaints: [
    // By way of the page, so that it is still open when it is asked.
    async ({ page }, use) => {
      const complaints = await listenToComplaints(page.context())
      await use(complaints)
      await complaints.expectNone()
    },
    { auto: true },
  ],
  stillness: [
    async ({ page }, use) => {
      const shifts = await watchLayout(page.context())
      await use(shifts)
      await shifts.expectNone()
    },
    { auto: true },
  ],
})

/** Declares the same tests for English and for Chinese; `t` gives the texts of the console in that language. */
export function inBothLanguages(declare: (language: Language, t: ReturnType<typeof textsOf>) => void): void {
  for (const language of languages) {
    test.describe(language, () => {
      test.use({ locale: browserLocales[language] })
      declare(language, textsOf(language))
    })
  }
}

/** The page speaks this language, and only names of other languages are foreign. */
export async function expectLanguage(page: Page, language: Language): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'zh-CN' : 'en')
  const heading = page.getByRole('heading', { level: 1 })
  if (language === 'zh') await expect(heading).toHaveText(/\p{Script=Han}/u)
  else await expect(heading).not.toHaveText(/\p{Script=Han}/u)
}
