import { expect, expectAccessible, expectNoSidewaysScroll, test } from './test.ts'

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
  test('too little contrast', async ({ page }) => {
    await page.evaluate(() => {
      const label = document.querySelector<HTMLElement>('label')
      if (label) label.style.color = '#ccc'
    })
    await expectAccessible(page)
  })
  test('a page that scrolls sideways', async ({ page }) => {
    await page.evaluate(() => {
      document.body.style.width = '3000px'
    })
    await expectNoSidewaysScroll(page)
  })
})
