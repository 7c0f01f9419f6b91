import { addMember } from './database.ts'
import {
  callGateway,
  enter,
  expect,
  expectFinePage,
  inBothLanguages,
  makeKey,
  operatorOf,
  signUp,
  test,
} from './test.ts'

inBothLanguages((language, t) => {
  test('the first steps lead from nothing to the first call, and leave', async ({ page, world }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto('/')
    await expect(page).toHaveURL(`/orgs/${ada.org}/overview`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('overview:title'))
    const steps = page.getByRole('region', { name: t('overview:first.title') })
    await expect(steps.getByText(`curl ${world.url}/v1/chat/completions`)).toBeVisible()
    await expect(page.getByRole('figure')).toBeHidden()
    await expectFinePage(page, `overview-first-${language}`)
    await steps.getByRole('link', { name: t('overview:first.keyAct') }).click()
    await expect(page).toHaveURL(`/orgs/${ada.org}/keys`)

    const { secret } = await makeKey(ada)
    await page.goto(`/orgs/${ada.org}/overview`)
    await expect(steps.getByText(t('overview:first.done'), { exact: true })).toHaveCount(1)
    await callGateway(world, secret)
    await page.goto(`/orgs/${ada.org}/overview`)
    await expect(page.getByRole('figure')).toBeVisible()
    await expect(steps).toBeHidden()
  })

  test('an organization with nothing left to spend says so on a phone, and holds still', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const slug = `empty-${ada.username}`
    await ada.send('POST', '/orgs', { name: 'Empty', slug })
    await enter(page, world, ada)
    await page.setViewportSize({ width: 390, height: 844 })
    // Later than all the rest.
    await page.route('**/api/v1/orgs/*/wallet', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700))
      await route.continue()
    })
    await page.goto(`/orgs/${slug}/overview`)
    await expect(page.getByText(t('overview:wallet.empty'))).toBeVisible()
    await expect(page.getByRole('region', { name: t('overview:first.title') })).toBeVisible()
  })

  test('a wallet that cannot be read leaves the rest of the page, and is asked for again by hand', async ({
    page,
    world,
    complaints,
  }) => {
    complaints.allowPrinted(/status of 500 .*\/wallet\)$/)
    const ada = await signUp(world)
    await enter(page, world, ada)
    let asked = 0
    const wallet = '**/api/v1/orgs/*/wallet'
    await page.route(wallet, (route) => {
      asked += 1
      return route.fulfill({ status: 500, json: { code: 'internal' } })
    })
    await page.goto(`/orgs/${ada.org}/overview`)
    const again = page.getByRole('button', { name: t('ui:error.retry') })
    await expect(again).toBeVisible()
    await expect(page.getByRole('region', { name: t('overview:first.title') })).toBeVisible()
    // The page asks, and so does the part that shows it; nobody asks in a circle.
    await page.waitForTimeout(1000)
    expect(asked).toBeLessThanOrEqual(2)
    await page.unroute(wallet)
    await again.click()
    await expect(page.getByRole('region', { name: t('overview:wallet.label') })).toBeVisible()
  })

  test('bars and names lead to the calls that they are made of', async ({ page, world }) => {
    const ada = await signUp(world)
    const nightly = await makeKey(ada, { name: 'nightly' })
    const other = await makeKey(ada, { name: 'ci' })
    for (const content of ['one', 'two', 'sandbox:error-500'])
      await callGateway(world, nightly.secret, { content })
    await callGateway(world, other.secret)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/overview`)
    const figures = page.getByRole('region', { name: t('overview:figures.label') })
    await expect(figures.getByRole('link').first()).toHaveText('4')
    await expect(figures.getByRole('link').nth(1)).toHaveText('1')
    await expectFinePage(page, `overview-${language}`)

    // Another chart, its table, and back; the choice is in the address.
    await page.getByRole('tab', { name: t('overview:chartName.calls'), exact: true }).click()
    await expect(page).toHaveURL(/chart=calls/)
    const chart = page.getByRole('figure', { name: t('overview:chart.calls') })
    await expect(chart.getByRole('listitem')).toHaveCount(30)
    await chart.getByRole('button', { name: t('ui:chart.asTable') }).click()
    const today = chart.getByRole('row').last()
    await expect(today.getByRole('cell')).toHaveText(['3', '1'])
    await chart.getByRole('button', { name: t('ui:chart.asChart') }).click()

    // By keyboard alone: one stop, arrows within, Enter opens the calls of the day.
    const bars = chart.getByRole('listitem')
    const last = bars.last().getByRole('link')
    await last.focus()
    await page.keyboard.press('ArrowLeft')
    await expect(bars.nth(28).getByRole('link')).toBeFocused()
    await page.keyboard.press('End')
    await expect(last).toBeFocused()
    await expect(last).toHaveAccessibleName(new RegExp(`${t('overview:errors')}: 1$`))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/usage\?range=custom&from=.*&to=/)
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(5)
    await page.goBack()

    // By key: narrowed here, then the same filter in the log.
    await page.getByRole('tab', { name: t('overview:by.key'), exact: true }).click()
    const groups = page.getByRole('table')
    await expect(groups.getByRole('row')).toHaveCount(3)
    await page.getByRole('button', { name: t('overview:narrow', { name: 'nightly' }) }).click()
    await expect(page).toHaveURL(new RegExp(`key=${nightly.key.id}`))
    await expect(figures.getByRole('link').first()).toHaveText('3')
    await expect(page.getByRole('list', { name: t('ui:filters.active') })).toContainText('nightly')
    await groups.getByRole('link', { name: 'nightly' }).click()
    await expect(page).toHaveURL(new RegExp(`/usage\\?.*key=${nightly.key.id}`))
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(4)
  })

  test('time is whole days, or hours of the last day; an interval that does not fit is not offered', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const { secret } = await makeKey(ada)
    await callGateway(world, secret)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/overview`)
    const bars = page.getByRole('figure').getByRole('listitem')
    await expect(bars).toHaveCount(30)
    // Each bar of spend is made of its models; of one there is nothing to tell apart.
    const models = page.getByRole('figure').getByRole('button', { pressed: true })
    await expect(models).toHaveCount(0)
    await ada.send('PATCH', `/orgs/${ada.org}/policy`, { acceptUnpricedModels: true })
    const operator = await operatorOf(world)
    const fallback = (usd: string) =>
      operator.send('PATCH', '/admin/settings', { unpricedFallbackUsdPerCall: usd })
    await callGateway(world, secret, { model: 'sandbox-unpriced' })
    await page.getByRole('button', { name: t('overview:refresh') }).click()
    await expect(page.getByRole('link', { name: 'sandbox-unpriced', exact: true })).toBeVisible()
    // What cost nothing is no part of a bar.
    await expect(models).toHaveCount(0)
    await fallback('0.002')
    await callGateway(world, secret, { model: 'sandbox-unpriced' })
    await fallback('0')
    await page.getByRole('button', { name: t('overview:refresh') }).click()
    await expect(models).toHaveText(['sandbox-unpriced', 'sandbox-chat'])
    await expect(bars.last().getByRole('link')).toHaveAccessibleName(
      /sandbox-unpriced: \$\s0\.002; sandbox-chat: \$\s0\.0\S+$/,
    )
    const choose = async (name: string) => {
      await page.getByRole('combobox', { name: t('overview:time') }).click()
      await page.getByRole('option', { name, exact: true }).click()
    }
    await choose(t('ui:range.24h'))
    await expect(page).toHaveURL(/range=24h/)
    await expect(bars).toHaveCount(24)
    await choose(t('ui:range.12mo'))
    await expect(bars).toHaveCount(12)
    await page.getByRole('combobox', { name: t('overview:interval.label') }).click()
    await expect(page.getByRole('option')).toHaveText([
      t('overview:interval.day'),
      t('overview:interval.month'),
    ])
    await page.keyboard.press('Escape')
    await choose(t('ui:range.custom'))
    await page.getByLabel(t('ui:range.from'), { exact: true }).fill('2026-01-05')
    await page.getByLabel(t('ui:range.to'), { exact: true }).fill('2026-01-11')
    await expect(bars).toHaveCount(7)
    await page.getByLabel(t('ui:range.to'), { exact: true }).fill('2026-01-02')
    await expect(page.getByText(t('ui:range.reversed'))).toBeVisible()
  })

  test('a member sees the figures of their own keys, and no wallet', async ({ page, world }) => {
    const ada = await signUp(world)
    const bo = await signUp(world, { nickname: 'Bo' })
    addMember(world, ada.org, bo, 'member')
    await callGateway(world, (await makeKey(ada)).secret)
    const own = await makeKey(bo, { name: 'own', org: ada.org })
    for (const content of ['one', 'two']) await callGateway(world, own.secret, { content })
    await enter(page, world, bo)
    await page.goto(`/orgs/${ada.org}/overview`)
    await expect(page.getByText(t('overview:descriptionOwn'))).toBeVisible()
    const figures = page.getByRole('region', { name: t('overview:figures.label') })
    await expect(figures.getByRole('link').first()).toHaveText('2')
    await expect(page.getByRole('region', { name: t('overview:wallet.label') })).toBeHidden()
    await expect(page.getByRole('tab', { name: t('overview:by.account'), exact: true })).toBeHidden()
    await page.goto(`/orgs/${ada.org}/overview?by=account`)
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(2)
  })

  test('the charts of the kit, in every state', async ({ page }) => {
    await page.goto('/dev/kit')
    const six = page.getByRole('figure', { name: t('dev:chart.six') })
    await expect(six.getByRole('listitem')).toHaveCount(30)
    const height = async () => (await six.boundingBox())?.height
    const before = await height()
    await six.getByRole('button', { name: t('ui:chart.asTable') }).click()
    await expect(six.getByRole('columnheader')).toHaveCount(7)
    expect(await height()).toBe(before)
    await six.getByRole('button', { name: t('ui:chart.asChart') }).click()
    const toggle = six.getByRole('button', { name: t('dev:chart.other'), exact: true })
    await toggle.click()
    await expect(toggle).toHaveAttribute('aria-pressed', 'false')
    const gaps = page.getByRole('figure', { name: t('dev:chart.gaps') })
    await expect(gaps.locator('polyline')).not.toHaveCount(2)
    await expect(page.getByRole('figure', { name: t('dev:chart.failed') }).getByRole('alert')).toBeVisible()
    await six.scrollIntoViewIfNeeded()
    await expectFinePage(page, `kit-charts-${language}`)
  })
})
