/**
 * Takes the pictures of the guide: `script/guide [name…]` writes docs/guide/images/<language>/<name>.png for every page of the console,
 * each language from a server and a world of its own. Names take only these.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { chromiumPath } from './browser.ts'
import { type Shot, setup, shots } from './guide/pages.ts'
import { drawPortraits } from './guide/portrait.ts'
import { smallPng } from './guide/small-png.ts'
import { makeWorld, openPlace, type Place, setupLinkOf, type World } from './guide/world.ts'
import { browserLocales, type Language, languages, textsOf } from './texts.ts'

process.env.PORTICO_TEST_STORE = 'sqlite'
const folder = fileURLToPath(new URL('../docs/guide/images', import.meta.url))
const wanted = process.argv.slice(2)
const known = [setup.name, ...shots.map(({ name }) => name)]
const unknown = wanted.filter((name) => !known.includes(name))
if (unknown.length > 0) throw new Error(`There is no picture ${unknown.join(', ')}`)
const isWanted = ({ name }: { name: string }) => wanted.length === 0 || wanted.includes(name)

/** Pages of a browser live at the time of the world, not at that of the machine. */
async function contextAt(browser: Browser, place: Place): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: browserLocales[place.language],
    timezoneId: place.words.timeZone,
  })
  await context.addInitScript((ahead) => {
    const Real = Date
    class Moved extends Real {
      constructor(...parts: unknown[]) {
        if (parts.length === 0) super(Real.now() + ahead)
        else super(...(parts as [number]))
      }
      static override now(): number {
        return Real.now() + ahead
      }
    }
    globalThis.Date = Moved as DateConstructor
  }, place.ahead())
  context.setDefaultTimeout(45_000)
  return context
}

/** What comes and goes is not in a picture: a mouse over something, a message, what still loads. */
async function take(page: Page, language: Language, name: string): Promise<void> {
  await page.mouse.move(1359, 1)
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy=true], [data-toast]').length === 0)
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(400)
  const picture = await page.screenshot({ animations: 'disabled' })
  writeFileSync(`${folder}/${language}/${name}.png`, await smallPng(picture))
}

async function takeSetup(browser: Browser, place: Place): Promise<void> {
  const context = await contextAt(browser, place)
  const page = await context.newPage()
  const t = textsOf(place.language)
  await page.goto(await setupLinkOf(place))
  await page.getByLabel(t('entry:username')).fill('olivia')
  await page.getByLabel(t('entry:email')).fill('olivia@example.com')
  await take(page, place.language, setup.name)
  await context.close()
}

async function signedIn(browser: Browser, world: World, who: Shot['who']): Promise<BrowserContext> {
  const context = await contextAt(browser, world)
  if (who === 'nobody') return context
  const { username, password } = world.people[who]
  const answer = await context.request.post(`${world.url}/api/v1/auth/sign-in`, {
    headers: { origin: world.url },
    data: { username, password },
  })
  if (!answer.ok()) throw new Error(`${username} could not sign in: ${await answer.text()}`)
  return context
}

function addressOf(world: World, { route, who, query }: Shot): string {
  const org = who === 'newcomer' ? world.people.newcomer.slug : world.org
  const id = route.includes('identity-providers') ? world.providerId : world.upstreamId
  const path = route.replace('$org', org).replace('$id', id)
  return `${world.url}${path}${query?.(world) ?? ''}`
}

async function takeAll(browser: Browser, world: World): Promise<void> {
  const { language } = world
  const t = textsOf(language)
  const contexts = new Map<Shot['who'], BrowserContext>()
  for (const shot of shots.filter(isWanted)) {
    const context = contexts.get(shot.who) ?? (await signedIn(browser, world, shot.who))
    contexts.set(shot.who, context)
    if (shot.name === 'first-steps') await world.people.newcomer.call('PATCH', '/me', { nickname: 'Nina' })
    const page = await context.newPage()
    try {
      await page.goto(addressOf(world, shot))
      await page.getByRole('heading', { level: 1, includeHidden: true }).first().waitFor()
      await shot.show?.({ page, t, world })
      await take(page, language, shot.name)
    } catch (error) {
      await page.screenshot({ path: `${folder}/../../../test-results/guide-${language}-${shot.name}.png` })
      throw new Error(`The picture ${language}/${shot.name} could not be taken`, { cause: error })
    }
    await page.close()
  }
  for (const context of contexts.values()) await context.close()
}

/** Pictures that no page has any more go. */
function forgetOthers(language: Language): void {
  mkdirSync(`${folder}/${language}`, { recursive: true })
  for (const file of readdirSync(`${folder}/${language}`))
    if (!known.includes(file.replace(/\.png$/, ''))) rmSync(`${folder}/${language}/${file}`)
}

const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
})
try {
  for (const language of languages) {
    forgetOthers(language)
    const place = await openPlace(language)
    try {
      if (isWanted(setup)) await takeSetup(browser, place)
      if (shots.some(isWanted)) await takeAll(browser, await makeWorld(place, await drawPortraits(browser)))
      console.log(`${language}: ${folder}/${language}`)
    } finally {
      await place.close()
    }
  }
} finally {
  await browser.close()
}
