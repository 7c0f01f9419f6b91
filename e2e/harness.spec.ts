import { expect, expectAccessible, expectFinePage, expectNoSidewaysScroll, test } from './test.ts'

/** What the journeys lean on: each of these must fail, else a green journey says nothing. */
test.describe('a test fails on', () => {
  test.fail()
  test.beforeEach(async ({ page }) => {
    await page.goto('/sign-in')
    await expect(page.locator('label').first()).toBeVisible()
  })

  test('a console error', async ({ page }) => {
    await page.evaluate(() => console.error('planted'))
  })
  test('an uncaught error', async ({ page }) => {
    await page.evaluate(() => setTimeout(() => Reflect.apply(Reflect.get(window, 'nothing'), null, [])))
    await page.waitForTimeout(100)
  })
  test('a violation of the content policy', async ({ page }) => {
    await page.evaluate(() => {
      document.body.setAttribute('style', 'color: red')
    })
    await page.waitForTimeout(100)
  })
  test('a violation in a tab that a click opened', async ({ page, context }) => {
    const opened = context.waitForEvent('page')
    await page.evaluate(() => {
      window.open('/sign-in')
    })
    const tab = await opened
    await tab.waitForLoadState()
    await tab.evaluate(() => {
      document.body.setAttribute('style', 'color: red')
    })
  })
  test('a page that asks in a circle', async ({ page }) => {
    await page.evaluate(async () => {
      for (let n = 0; n < 10; n += 1) await fetch('/api/v1/auth/session')
    })
  })
  test('reading what one may not', async ({ page }) => {
    await page.evaluate(() => fetch('/api/v1/me'))
  })
  test('too little contrast', async ({ page }) => {
    await page.evaluate(() => {
      const label = document.querySelector<HTMLElement>('label')
      if (label) label.style.color = '#ccc'
    })
    await expectAccessible(page)
  })
  test('too little contrast in the dark alone', async ({ page }) => {
    await page.evaluate(() => {
      const label = document.querySelector<HTMLElement>('label')
      if (label) label.style.color = '#333'
    })
    await expectFinePage(page, 'planted')
  })
  test('a field that loses its name in the dark alone', async ({ page }) => {
    await page.evaluate(() => {
      const field = document.querySelector('input')
      const dark = matchMedia('(prefers-color-scheme: dark)')
      dark.addEventListener('change', () => {
        for (const label of dark.matches ? (field?.labels ?? []) : []) label.remove()
        field?.removeAttribute('aria-labelledby')
      })
    })
    await expectFinePage(page, 'planted')
  })
  test('too little contrast on a narrow page alone', async ({ page }) => {
    await page.evaluate(() => {
      const label = document.querySelector<HTMLElement>('label')
      addEventListener('resize', () => {
        if (label) label.style.color = innerWidth < 400 ? '#ccc' : ''
      })
    })
    await expectFinePage(page, 'planted')
  })
  test('a page that moves by itself', async ({ page }) => {
    await page.waitForTimeout(600)
    await page.evaluate(() => {
      const late = document.createElement('div')
      late.style.height = '200px'
      document.body.prepend(late)
    })
    await page.waitForTimeout(100)
  })
  test('a page that moves by itself on its way, and was left since', async ({ page }) => {
    await page.waitForTimeout(600)
    await page.evaluate(() => {
      const late = document.createElement('div')
      late.style.height = '200px'
      document.body.prepend(late)
    })
    await page.waitForTimeout(100)
    await page.goto('/sign-up')
  })
  test('a page that scrolls sideways', async ({ page }) => {
    await page.evaluate(() => {
      document.body.style.width = '3000px'
    })
    await expectNoSidewaysScroll(page)
  })
})

test('nothing fades while axe looks, in either theme', async ({ page }) => {
  await page.goto('/sign-in')
  const still = () => page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches)
  expect(await still()).toBe(true)
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await still()).toBe(true)
})
