import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { callGateway, enter, expect, expectFinePage, inBothLanguages, makeKey, signUp, test } from './test.ts'

/** Saves a file by the menu "Export", and reads it. */
async function exported(page: Page, act: string, format: string): Promise<{ name: string; text: string }> {
  await page.getByRole('button', { name: act, exact: true }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format }).click(),
  ])
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }
}

/** As a tab is that nobody sees. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    },
    hidden ? 'hidden' : 'visible',
  )
}

inBothLanguages((language, t) => {
  test('errors have a log of their own; its filters keep a name, and what they leave is exported', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const { secret } = await makeKey(ada, { name: '=nightly import of the archive' })
    await callGateway(world, secret)
    const refused = await callGateway(world, secret, { model: 'sandbox-unpriced' })
    const failed = await callGateway(world, secret, { content: 'sandbox:error-500' })
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/errors`)
    const rows = page.getByRole('table').getByRole('row')
    await expect(rows).toHaveCount(3)
    await expect(rows.nth(1)).toContainText(t('errors:upstream_error'))
    await expectFinePage(page, `errors-${language}`)
    // On a small laptop, too, no column stands outside of the table's box.
    const latency = page.getByRole('columnheader', { name: t('usage:column.latency') })
    const firstToken = page.getByRole('columnheader', { name: t('usage:column.firstToken') })
    for (const log of ['usage', 'errors']) {
      for (const width of [1280, 1360]) {
        await page.setViewportSize({ width, height: 900 })
        await page.goto(`/orgs/${ada.org}/${log}`)
        const last = log === 'usage' && width === 1360 ? firstToken : latency
        await expect(last).toBeInViewport({ ratio: 1 })
      }
    }

    await page.getByRole('combobox', { name: t('usage:filter.status') }).click()
    await page.getByRole('option', { name: '403' }).click()
    await expect(rows).toHaveCount(2)
    const saved = page.getByRole('button', { name: t('lists:saved.title') })
    await saved.click()
    await page.getByRole('menuitem', { name: t('lists:saved.save') }).click()
    await page.getByRole('dialog').getByLabel(t('lists:saved.name')).fill('Refused')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    const csv = await exported(page, t('lists:export.act'), t('lists:export.csv'))
    const [head, line, ...rest] = csv.text.trimEnd().split('\r\n')
    expect(head).toMatch(/^\ufeffid,at,model,/)
    expect(line).toMatch(new RegExp(`^${refused.requestId},.*,'=nightly import of the archive,`))
    expect(rest).toEqual([])
    expect(csv.name).toMatch(new RegExp(`^${ada.org}-errors-[\\d-]+\\.csv$`))
    await expect(page.getByText(t('lists:export.done', { count: 1, number: '1' }))).toBeVisible()

    await page.getByRole('button', { name: t('ui:filters.clear') }).click()
    await expect(rows).toHaveCount(3)
    const jsonl = await exported(page, t('lists:export.act'), t('lists:export.jsonl'))
    const ids = jsonl.text
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one).id)
    expect(ids).toEqual([failed.requestId, refused.requestId])
    // The name is still there after the page was left, and goes when it is told to.
    await page.reload()
    await saved.click()
    await page.getByRole('menuitem', { name: 'Refused', exact: true }).click()
    await expect(page).toHaveURL(/status=(%22)?403/)
    await expect(rows).toHaveCount(2)
    await saved.click()
    await page.getByRole('menuitem', { name: t('lists:saved.forget', { name: 'Refused' }) }).click()
    await saved.click()
    await expect(page.getByRole('menuitem', { name: 'Refused', exact: true })).toHaveCount(0)
    await page.keyboard.press('Escape')
  })

  test('live: new calls come by themselves, wait while somebody reads, and nobody asks for a hidden tab', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const { secret } = await makeKey(ada)
    await callGateway(world, secret)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/usage`)
    const rows = page.getByRole('table').getByRole('row')
    await expect(rows).toHaveCount(2)
    await page.getByRole('switch', { name: t('lists:live.label') }).click()
    await expect(page.getByText(t('lists:live.on'))).toBeVisible()
    const { requestId } = await callGateway(world, secret, { content: 'sandbox:no-usage' })
    await expect(rows).toHaveCount(3)

    await rows.nth(2).hover()
    await callGateway(world, secret)
    const waiting = page.getByRole('button', { name: t('lists:live.new', { count: 1, number: '1' }) })
    await expect(waiting).toBeVisible()
    await expect(rows).toHaveCount(3)
    await waiting.click()
    await expect(rows).toHaveCount(4)

    let polls = 0
    page.on('request', (request) => {
      if (/\/usage\?limit=50$/.test(request.url())) polls += 1
    })
    await hide(page, true)
    await page.waitForTimeout(500)
    polls = 0
    await page.waitForTimeout(5000)
    expect(polls, 'asked for a tab that nobody sees').toBe(0)
    await hide(page, false)
    await expect.poll(() => polls).toBeGreaterThan(0)

    // What an estimate is, and each line of the sum, in words.
    await page.goto(`/orgs/${ada.org}/usage?row=${requestId}`)
    const panel = page.getByRole('dialog', { name: t('usage:panel.title') })
    await expect(panel).toContainText(t('usage:explain.source.estimated'))
    await expect(panel).toContainText(t('money:buckets.output'))
    await expect(panel).toContainText(t('usage:explain.price'))
    await expectFinePage(page, `usage-call-${language}`)
  })

  test('by keyboard alone: sign in, find a call by its id, read why it cost what it did', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const { secret } = await makeKey(ada)
    const { requestId } = await callGateway(world, secret, { content: 'the one' })
    await callGateway(world, secret)
    const focused = page.locator(':focus')
    /** Moves the focus until it is there. */
    async function goTo(goal: Locator, key: 'Tab' | 'Shift+Tab') {
      for (let step = 0; step < 60; step += 1) {
        if ((await goal.and(focused).count()) > 0) return
        await page.keyboard.press(key)
      }
      throw new Error(`${key} does not reach ${goal}`)
    }
    const heading = page.getByRole('heading', { level: 1 })

    await page.goto('/sign-in')
    await expect(page.getByLabel(t('entry:signIn.name'))).toBeFocused()
    await page.keyboard.type(ada.username)
    await page.keyboard.press('Tab')
    await page.keyboard.type(ada.password)
    await page.keyboard.press('Enter')
    await expect(heading).toBeFocused()
    // The sidebar stands before the page.
    await goTo(page.getByRole('link', { name: t('shell:pages.usage'), exact: true }), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${ada.org}/usage`)
    await expect(heading).toBeFocused()

    await page.keyboard.press('/')
    await expect(page.getByRole('searchbox', { name: t('usage:filter.request') })).toBeFocused()
    await page.keyboard.type(String(requestId))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(2)
    const row = page.getByRole('rowheader').getByRole('button')
    await goTo(row, 'Tab')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog', { name: t('usage:panel.title') })
    await expect(panel).toContainText(String(requestId))
    await expect(panel).toContainText(t('usage:explain.source.provider'))
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    await expect(row).toBeFocused()
  })
})
