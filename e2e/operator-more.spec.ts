import { type ScriptedUpstream, startScriptedUpstream } from '../server/testing/scripted-upstream.ts'
import {
  callGateway,
  enter,
  expect,
  expectFinePage,
  inBothLanguages,
  makeKey,
  operator,
  operatorOf,
  signUp,
  test,
} from './test.ts'

test.use({ serverEnv: { PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8', PORTICO_REGISTRATION: '' } })

let upstream: ScriptedUpstream
test.beforeAll(async () => {
  upstream = await startScriptedUpstream()
})
test.afterAll(() => upstream.close())

inBothLanguages((language, t) => {
  test.beforeEach(async ({ world }) => {
    const olivia = await operatorOf(world)
    await olivia.send('PATCH', '/me', { locale: language })
    await olivia.send('PATCH', '/admin/settings', { registration: 'open' })
  })

  test('an invitation that was used says so before anything is typed', async ({
    page,
    world,
    complaints,
  }) => {
    const olivia = await operatorOf(world)
    await enter(page, world, operator)
    await page.goto('/operator/invitations')
    await page
      .getByRole('button', { name: t('invitations:add') })
      .first()
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('invitations:dialog.act') })
      .click()
    const once = page.getByRole('dialog', { name: t('invitations:link.title') })
    await expect(once.getByRole('button', { name: t('invitations:link.copy') }).first()).toBeVisible()
    await once.getByRole('button', { name: t('ui:secret.show'), exact: true }).click()
    const link = (await once.locator('code').textContent()) ?? ''
    await once.getByRole('button', { name: t('invitations:link.passed') }).click()
    await olivia.send('PATCH', '/admin/settings', { registration: 'invite' })
    await complaints.endSession()
    await page.goto(link)
    await expect(page.getByText(t('entry:signUp.invited'))).toBeVisible()
    await expect(page.getByLabel(t('entry:username'))).toBeVisible()
    const { items } = await olivia.get<{ items: { id: string }[] }>('/admin/invitations')
    await olivia.call('DELETE', `/admin/invitations/${items[0]?.id}`)
    await page.reload()
    await expect(page.getByText(t('entry:signUp.spent'))).toBeVisible()
    await expect(page.getByLabel(t('entry:username'))).toHaveCount(0)
    await expectFinePage(page, `sign-up-spent-${language}`)
  })

  test('an organization shows its people, its policy and its calls; health shows what it stands on', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world, { nickname: `Ada ${language}` })
    const { secret } = await makeKey(ada)
    await callGateway(world, secret)
    await enter(page, world, operator)
    await page.goto(`/operator/credits?q=${ada.org}`)
    const row = page.getByRole('row', { name: new RegExp(ada.org) })
    await expect(row).toContainText(`Ada ${language}`)
    await row.getByRole('button').click()
    const panel = page.getByRole('dialog').first()
    await expect(panel.getByText(t('credits:heldText'))).toBeVisible()
    await expect(panel.getByText(t('credits:people', { number: '1' }))).toBeVisible()
    await expect(panel.getByText(t('credits:role.owner'))).toBeVisible()
    await expect(panel.getByText(t('credits:policy.forEver'))).toBeVisible()
    await expectFinePage(page, `organizations-${language}`)

    await page.goto('/operator/health')
    await expect(page.getByText(t('health:store.sqlite'))).toBeVisible()
    await expect(page.getByText(t('health:nodes.alive'), { exact: true })).toBeVisible()
    await expectFinePage(page, `health-${language}`)
  })

  test('an operator makes another one; the audit log says who did it, and what else was changed', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world, { nickname: `Ada ${language}` })
    const { account } = await ada.get<{ account: { id: string } }>('/auth/session')
    const olivia = await operatorOf(world)
    await olivia.send('PATCH', '/admin/settings', { lockoutTries: language === 'en' ? 21 : 22 })
    await enter(page, world, operator)
    await page.goto(`/operator/accounts?row=${account.id}`)
    const panel = page.getByRole('dialog', { name: `Ada ${language}` })
    await panel.getByRole('button', { name: t('accounts:act.makeOperator') }).click()
    const ask = page.getByRole('alertdialog')
    await expect(ask.getByText(t('accounts:text.makeOperator'))).toBeVisible()
    await expectFinePage(page, `make-operator-${language}`)
    await ask.getByRole('button', { name: t('accounts:act.makeOperator') }).click()
    await expect(panel.getByRole('button', { name: t('accounts:act.endOperator') })).toBeVisible()
    expect((await ada.call('GET', '/me')).status(), 'signed out by it').toBe(401)

    await page.goto('/operator/audit')
    const made = page.getByRole('row', { name: t('events:acts.account.operator_made') }).first()
    await expect(made).toContainText(ada.username)
    await expectFinePage(page, `operator-audit-${language}`)
    await page
      .getByRole('row', { name: t('events:acts.settings.updated') })
      .first()
      .click()
    await expect(page.getByRole('dialog').getByText('lockoutTries')).toBeVisible()
    await expectFinePage(page, `operator-audit-row-${language}`)
    await page.keyboard.press('Escape')
    await made.getByRole('link', { name: ada.username }).click()
    await expect(panel.getByRole('button', { name: t('accounts:act.endOperator') })).toBeVisible()
    await panel.getByRole('button', { name: t('accounts:act.endOperator') }).click()
    await ask.getByRole('button', { name: t('accounts:act.endOperator') }).click()
    await expect(panel.getByRole('button', { name: t('accounts:act.makeOperator') })).toBeVisible()
  })

  test('the models of an upstream are tested live, from the list', async ({ page, world }) => {
    const olivia = await operatorOf(world)
    const { id } = await olivia.send<{ id: string }>('POST', '/admin/upstreams', {
      ...{ kind: 'openai', name: `Live ${language}`, baseUrl: upstream.baseUrl, models: ['ok', 'error-500'] },
    })
    await enter(page, world, operator)
    await page.goto('/operator/upstreams')
    await page.getByRole('button', { name: t('upstreams:live.title', { name: `Live ${language}` }) }).click()
    const panel = page.getByRole('dialog', { name: t('upstreams:live.title', { name: `Live ${language}` }) })
    await panel.getByRole('button', { name: t('upstreams:live.all', { count: 2, number: '2' }) }).click()
    await expect(panel.getByText(t('upstreams:live.sum', { good: '1', all: '2' }))).toBeVisible()
    await expect(panel.getByText('Hello from the scripted upstream.')).toBeVisible()
    await expect(panel.getByText(t('upstreams:live.status', { status: 500 }))).toBeVisible()
    await expectFinePage(page, `live-test-${language}`)
    await olivia.send('DELETE', `/admin/upstreams/${id}`)
  })

  test('a price list is checked, applied in one act, and compared with the lists', async ({
    page,
    world,
  }) => {
    await enter(page, world, operator)
    // With nothing to compare yet, it says what to do and leads there.
    await page.goto('/operator/prices/compare')
    await expect(page.getByText(t('priceLists:compare.noneText'))).toBeVisible()
    await expectFinePage(page, `price-comparison-none-${language}`)
    await page.getByRole('link', { name: t('priceLists:compare.toPrices') }).click()
    await expect(page).toHaveURL('/operator/prices')
    await page.goto('/operator/prices/import')
    const lines = [
      'model,state,input,output',
      'gpt-4o,priced,3,9',
      `own-${language},free,,`,
      'wrong,priced,x,',
    ]
    await page.getByLabel(t('priceLists:import.list'), { exact: true }).fill(lines.join('\n'))
    await page.getByRole('button', { name: t('priceLists:import.check') }).click()
    await expect(page.getByText(t('priceLists:problem.bad_rate'))).toBeVisible()
    await expect(page.getByText(`own-${language}`, { exact: true })).toBeVisible()
    await expectFinePage(page, `price-import-${language}`)
    await page.getByRole('button', { name: t('priceLists:import.apply') }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('priceLists:import.apply') })
      .click()
    await expect(page.getByRole('row', { name: /gpt-4o/ })).toContainText('3.00')
    await page.getByRole('link', { name: t('priceLists:compare.act') }).click()
    const row = page.getByRole('row', { name: /gpt-4o/ })
    await expect(row).toContainText(t('priceLists:compare.verdict.mixed'))
    await expect(row).toContainText('+20%')
    await row.getByRole('button').click()
    await expect(page.getByRole('dialog').getByText(t('priceLists:compare.note'))).toBeVisible()
    await expectFinePage(page, `price-comparison-${language}`)
    const olivia = await operatorOf(world)
    for (const model of ['gpt-4o', `own-${language}`]) await olivia.send('DELETE', `/admin/prices/${model}`)
  })
})
