import { type ScriptedUpstream, startScriptedUpstream } from '../server/testing/scripted-upstream.ts'
import { connect } from './connect.ts'
import { enter, expect, expectFinePage, inBothLanguages, operatorOf, signUp, test } from './test.ts'

// No credit to begin with: what the operator gives is what there is.
test.use({
  serverEnv: { PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8', PORTICO_STARTING_CREDIT_USD: '0' },
})

let upstream: ScriptedUpstream
test.beforeAll(async ({ world }) => {
  upstream = await startScriptedUpstream()
  const models = ['ok', 'echo', 'trickle', 'error-event', 'cut', 'error-429', 'hostile', 'stall']
  await connect(await operatorOf(world), upstream, models)
})
test.afterAll(() => upstream.close())

const hostile = [
  '# Title\n\n<script>globalThis.broken = 1</script>\n\n',
  '<img src=x onerror="globalThis.broken = 2">\n\n',
  '[click](javascript:globalThis.broken=3) [data](data:text/html,<script>globalThis.broken=4</script>)\n\n',
  '<iframe src="https://evil.invalid/frame"></iframe><svg onload="globalThis.broken=5"></svg>\n\n',
  '![spy](https://evil.invalid/pixel.png) <style>body{display:none}</style>\n\n',
  '<a href="https://evil.invalid" onclick="globalThis.broken=6">raw</a>\n\n**The end**',
]

inBothLanguages((language, t) => {
  const answering = (model: string) => ({ model, url: /\/playground$/ })

  async function playing(
    page: Parameters<typeof enter>[0],
    world: Parameters<typeof enter>[1],
    model: string,
  ) {
    const ada = await signUp(world)
    const olivia = await operatorOf(world)
    await olivia.send('POST', `/admin/organizations/${ada.org}/credits`, { amountUsd: '10' })
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/playground`)
    await choose(page, answering(model).model)
    return { ada, olivia }
  }
  async function choose(page: Parameters<typeof enter>[0], model: string) {
    const field = page.getByRole('combobox', { name: t('playground:model.label') })
    await field.click()
    await page.getByRole('option', { name: new RegExp(`^${model}\\b`) }).click()
    await expect(page.getByRole('listbox')).toHaveCount(0)
  }
  const box = (page: Parameters<typeof enter>[0]) =>
    page.getByRole('textbox', { name: t('playground:composer.label') })
  const record = (page: Parameters<typeof enter>[0]) => page.getByRole('link', { name: /^req_/ })

  test('an answer streams in, says its cost and id, and is found in the log and in the ledger', async ({
    page,
    world,
  }) => {
    const { ada } = await playing(page, world, 'ok')
    await box(page).fill('Hello')
    await page.getByLabel(t('playground:settings.system')).fill('Be brief.')
    await page.getByLabel(t('playground:settings.temperature')).fill('0,5')
    await page.getByLabel(t('playground:settings.maxTokens')).fill('100')
    await box(page).press('Shift+Enter')
    await box(page).pressSequentially('there')
    await box(page).press('Enter')
    await expect(page.getByText('Hello from the scripted upstream.')).toBeVisible()
    await expect(box(page)).toHaveValue('')
    expect(upstream.calls.findLast((call) => call.body.model === 'ok')?.body).toMatchObject({
      stream: true,
      temperature: 0.5,
      max_tokens: 100,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello\nthere' },
      ],
    })
    // 12 tokens in at 2 USD, 5 out at 10 USD a million.
    await expect(page.getByText('0.000074', { exact: false })).toBeVisible()
    await expect(page.getByText(t('playground:facts.tokens', { input: '12', output: '5' }))).toBeVisible()
    await expectFinePage(page, `playground-${language}`)

    await box(page).fill('not lost')
    const id = (await record(page).textContent()) ?? ''
    await record(page).click()
    const panel = page.getByRole('dialog', { name: t('usage:panel.title') })
    await expect(panel).toContainText(id)
    await expect(panel).toContainText(t('usage:playground'))
    for (const part of ['0.000024', '0.00005', '0.000074']) await expect(panel).toContainText(part)
    await expect(panel).toContainText(t('usage:source.provider'))
    await expectFinePage(page, `usage-panel-${language}`)
    await page.goBack()
    await expect(box(page)).toHaveValue('not lost')
    await expect(page.getByText('Hello from the scripted upstream.')).toBeVisible()

    await page.goto(`/orgs/${ada.org}/wallet`)
    await page.getByRole('link', { name: t('wallet:ledger.calls', { count: 1, number: '1' }) }).click()
    await expect(page.getByRole('table').getByRole('row').nth(1)).toContainText('200')
  })

  test('Stop ends an answer, what came stays, and its record says how it ended', async ({
    page,
    world,
    complaints,
  }) => {
    // The page asks for the record of the call that it has just broken off until the server has written it.
    complaints.allowRefusal(/^404 GET .*\/usage\/req_\w+$/)
    const { ada } = await playing(page, world, 'trickle')
    upstream.script('trickle', {
      behaviour: 'trickle',
      delayMilliseconds: 300,
      pieces: Array.from({ length: 60 }, (_, index) => ` word${index}`),
    })
    await box(page).fill('Go')
    await page.getByRole('button', { name: t('playground:composer.send') }).click()
    await expect(page.getByText('word2')).toBeVisible()
    await page.getByRole('button', { name: t('playground:composer.stop') }).click()
    await expect(page.getByText(t('playground:turn.stopped'))).toBeVisible()
    await expect(page.getByText('word2')).toBeVisible()
    await expect(page.getByText(/0\.000/).first()).toBeVisible()
    const id = await record(page).textContent()
    const call = await ada.get<{ status: number; usageSource: string }>(`/orgs/${ada.org}/usage/${id}`)
    expect(call).toMatchObject({ status: 499, usageSource: 'estimated' })
    upstream.script('trickle', 'ok')
    await page.getByRole('button', { name: t('playground:turn.again') }).click()
    await expect(page.getByText('Hello from the scripted upstream.')).toBeVisible()
    await page.getByRole('button', { name: t('playground:clear') }).click()
    await expect(page.getByText(t('playground:first.title'))).toBeVisible()
    await page.getByRole('button', { name: t('playground:undo') }).click()
    await expect(page.getByText('Hello from the scripted upstream.')).toBeVisible()
  })

  test('every failure is said in words: in the middle, too many, no money', async ({ page, world }) => {
    const { ada, olivia } = await playing(page, world, 'error-event')
    await box(page).fill('Fail')
    await box(page).press('Enter')
    await expect(page.getByRole('alert')).toContainText(t('errors:upstream_error'))
    await expect(page.getByRole('alert')).toContainText(t('playground:turn.charged'))
    await choose(page, 'cut')
    await page.getByRole('button', { name: t('playground:turn.again') }).click()
    await expect(page.locator('ol li').last()).toContainText('cut')
    await expect(page.getByRole('alert')).toContainText(t('errors:upstream_error'))
    await choose(page, 'error-429')
    await page.getByRole('button', { name: t('playground:turn.again') }).click()
    await expect(page.getByRole('alert')).toContainText(t('errors:rate_limit_exceeded'))
    const wallet = await ada.get<{ balanceUsd: string }>(`/orgs/${ada.org}/wallet`)
    await olivia.send('POST', `/admin/organizations/${ada.org}/credits`, {
      amountUsd: `-${wallet.balanceUsd}`,
      note: 'all of it',
    })
    await choose(page, 'ok')
    await page.getByRole('button', { name: t('playground:turn.again') }).click()
    await expect(page.getByRole('alert')).toContainText(t('errors:insufficient_quota'))
    await expectFinePage(page, `playground-402-${language}`)
    await page.getByRole('link', { name: t('playground:turn.toWallet') }).click()
    await expect(page.getByText(t('wallet:empty.title'))).toBeVisible()
  })

  test('rule 50: Markdown that a model wrote runs nothing and loads nothing', async ({ page, world }) => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await playing(page, world, 'hostile')
    upstream.script('hostile', { behaviour: 'ok', pieces: hostile })
    await box(page).fill('Attack')
    await box(page).press('Enter')
    // Bold: the Markdown is drawn, not the plain text that stands in for it meanwhile.
    await expect(page.locator('strong', { hasText: 'The end' })).toBeVisible()
    await expect(record(page)).toBeVisible()
    expect(await page.evaluate(() => Reflect.get(globalThis, 'broken'))).toBeUndefined()
    const answer = page.locator('ol li').last()
    expect(await answer.locator('script, iframe, img, style, [onclick], [onerror]').count()).toBe(0)
    const targets = await answer
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(
      targets.filter((href) => !/^(https:\/\/evil\.invalid\/pixel\.png|\/orgs\/)/.test(href ?? '')),
    ).toEqual([])
    expect(asked.filter((url) => !url.startsWith(world.url))).toEqual([])
  })

  test('an input method may finish its word, and a session that ended loses no typed text', async ({
    page,
    world,
    complaints,
  }) => {
    const { ada } = await playing(page, world, 'echo')
    await box(page).fill('ni')
    await box(page).evaluate((element) =>
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, isComposing: true }),
      ),
    )
    await expect(box(page)).toHaveValue('ni')
    await box(page).fill('Still here')
    await complaints.endSession()
    await box(page).press('Enter')
    const dialog = page.getByRole('dialog', { name: t('shell:ended.title') })
    await dialog.getByLabel(t('ui:password.label'), { exact: true }).fill(ada.password)
    await dialog.getByRole('button', { name: t('shell:ended.verb') }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('Still here').first()).toBeVisible()
    await expect(record(page)).toBeVisible()
  })
})
