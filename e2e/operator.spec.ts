import type { Page } from '@playwright/test'
import { type ScriptedUpstream, startScriptedUpstream } from '../server/testing/scripted-upstream.ts'
import { enrol } from './authenticator.ts'
import {
  callGateway,
  enter,
  expect,
  expectAccessible,
  expectFinePage,
  inBothLanguages,
  makeKey,
  operator,
  operatorOf,
  signUp,
  test,
} from './test.ts'

test.use({ serverEnv: { PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8' } })

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

let upstream: ScriptedUpstream
test.beforeAll(async () => {
  upstream = await startScriptedUpstream()
})
test.afterAll(() => upstream.close())

inBothLanguages((language, t) => {
  // The operator's account follows the browser's language, as nobody has chosen one.
  test.beforeEach(async ({ world }) => {
    await (await operatorOf(world)).send('PATCH', '/me', { locale: language })
  })

  test('an upstream is tested, connected, changed and removed', async ({ page, world }) => {
    const name = `Lab ${language}`
    await enter(page, world, operator)
    await page.goto('/operator/upstreams')
    await page
      .getByRole('link', { name: t('upstreams:add') })
      .first()
      .click()
    await page.getByLabel(t('upstreams:field.name'), { exact: true }).fill(name)
    await page.getByLabel(t('upstreams:field.baseUrl')).fill('http://127.0.0.1:9/v1')
    await page.getByRole('button', { name: t('upstreams:test.act') }).click()
    await expect(page.getByText(t('upstreams:problem.refused'))).toBeVisible()
    await page.getByLabel(t('upstreams:field.baseUrl')).fill(upstream.baseUrl)
    await page.getByRole('textbox', { name: t('upstreams:field.apiKey') }).fill('sk-canary-of-the-journey')
    await page.getByRole('button', { name: t('upstreams:test.act') }).click()
    await expect(page.getByText(t('upstreams:test.models', { count: 2, number: '2' }))).toBeVisible()
    await page.getByRole('button', { name: t('upstreams:test.takeAll') }).click()
    await expect(page.getByText('echo', { exact: true })).toBeVisible()
    await expectFinePage(page, `upstream-new-${language}`)
    await page.getByRole('button', { name: t('upstreams:add') }).click()

    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.getByText(t('upstreams:field.apiKeySaved', { hint: '…rney' }))).toBeVisible()
    // Saved: the test uses the credential that nobody can read any more.
    upstream.reset()
    await page.getByRole('button', { name: t('upstreams:test.act') }).click()
    await expect(page.getByText(t('upstreams:test.models', { count: 2, number: '2' }))).toBeVisible()
    expect(upstream.calls[0]?.headers.authorization).toBe('Bearer sk-canary-of-the-journey')
    expect(await page.content()).not.toContain('sk-canary')
    // Another host asks for the key again.
    await page.getByLabel(t('upstreams:field.baseUrl')).fill('http://127.0.0.2:9/v1')
    await expect(page.getByText(t('upstreams:field.apiKeyMoves'))).toBeVisible()
    await page.getByRole('button', { name: t('ui:save.discard') }).click()
    await page.getByLabel(t('upstreams:field.priority')).fill('7')
    await page.getByRole('button', { name: t('ui:save.save') }).click()
    await expect(page.getByText(t('upstreams:saved'))).toBeVisible()
    await expectFinePage(page, `upstream-${language}`)

    await page.getByRole('link', { name: t('upstreams:back') }).click()
    await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('7')
    await expectFinePage(page, `upstreams-${language}`)
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('button', { name: t('upstreams:delete.act') }).click()
    const question = page.getByRole('alertdialog')
    await expect(question.getByRole('button', { name: t('ui:cancel') })).toBeFocused()
    await question.getByRole('button', { name: t('upstreams:delete.act') }).click()
    await expect(page.getByRole('heading', { level: 1, name: t('upstreams:title') })).toBeVisible()
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0)
  })

  test('a model is priced, then free, then unpriced again', async ({ page, world }) => {
    const model = `model-${language}`
    const olivia = await operatorOf(world)
    const { id } = await olivia.send<{ id: string }>('POST', '/admin/upstreams', {
      kind: 'openai',
      name: `prices ${language}`,
      baseUrl: upstream.baseUrl,
      models: [model],
    })
    await enter(page, world, operator)
    await page.goto('/operator/prices')
    const row = page.getByRole('row', { name: new RegExp(model) })
    await expect(row).toContainText(t('money:state.unpriced'))
    await row.getByRole('button').click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('prices:set') })
      .click()
    const dialog = page.getByRole('dialog', { name: t('prices:dialog.title', { model }) })
    // Refused once, then mended in the same window.
    await dialog.getByRole('button', { name: t('prices:dialog.save') }).click()
    await expect(dialog.getByRole('alert')).toBeVisible()
    await dialog.getByLabel(t('money:buckets.input'), { exact: false }).first().fill('2.5')
    await dialog.getByLabel(t('money:buckets.output'), { exact: false }).fill('10')
    await dialog.getByRole('button', { name: t('prices:dialog.save') }).click()
    await expect(dialog).toBeHidden()
    await expect(row).toContainText(t('money:state.priced'))
    await expect(row).toContainText('2.50')
    await page.reload()
    await page
      .getByRole('button', { name: t('prices:set') })
      .first()
      .click()
    const second = page.getByRole('dialog', { name: t('prices:set') })
    // Enter takes what the list offers, and sends nothing.
    const named = second.getByLabel(t('prices:column.model'))
    await named.pressSequentially(model.slice(0, -1))
    await expect(page.getByRole('option', { name: model })).toBeVisible()
    await named.press('ArrowDown')
    await named.press('Enter')
    await expect(named).toHaveValue(model)
    await expect(second.getByRole('alert')).toHaveCount(0)
    await second.getByRole('radio', { name: t('money:state.free') }).click()
    await second.getByRole('button', { name: t('prices:dialog.save') }).click()
    await expect(row).toContainText(t('money:state.free'))
    await row.getByRole('button').click()
    const panel = page.getByRole('dialog', { name: model })
    await panel.getByRole('button', { name: t('prices:drop.act') }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('prices:drop.act') })
      .click()
    await expect(row).toContainText(t('money:state.unpriced'))

    // Every list can be searched, and says its tiers.
    await page.goto('/operator/prices?scope=all&q=gemini-2.5-pro')
    await page
      .getByRole('rowheader', { name: 'gemini-2.5-pro', exact: true })
      .first()
      .getByRole('button')
      .click()
    await expect(page.getByText(t('prices:tiersText'))).toBeVisible()
    await expectFinePage(page, `prices-${language}`)
    await olivia.send('DELETE', `/admin/upstreams/${id}`)
  })

  test('credit is given, taken back with a note, and a call refunded', async ({ page, world }) => {
    const ada = await signUp(world, { nickname: `Ada ${language}` })
    await enter(page, world, operator)
    await page.goto(`/operator/credits?q=${ada.org}`)
    await page.getByRole('table').getByRole('rowheader').getByRole('button').click()
    const panel = page.getByRole('dialog').first()
    await panel.getByRole('button', { name: t('credits:act.give') }).click()
    const give = page.getByRole('dialog').last()
    await give.getByLabel(t('credits:amount')).fill('12.5')
    await give.getByLabel(t('credits:note')).fill('For the pilot')
    await give.getByRole('button', { name: t('credits:act.give') }).click()
    await expect(panel).toContainText('17.50')
    await panel.getByRole('button', { name: t('credits:act.take') }).click()
    const take = page.getByRole('dialog').last()
    await take.getByLabel(t('credits:amount')).fill('2')
    await take.getByRole('button', { name: t('credits:act.take') }).click()
    await expect(take.getByText(t('ui:validation.required'))).toBeVisible()
    await take.getByLabel(t('credits:note')).fill('Too much')
    await take.getByRole('button', { name: t('credits:act.take') }).click()
    await expect(panel).toContainText('15.50')
    await panel.getByRole('button', { name: t('credits:act.refund') }).click()
    const refund = page.getByRole('dialog').last()
    await refund.getByLabel(t('credits:requestId')).fill('req_unknown')
    await refund.getByRole('button', { name: t('credits:act.refund') }).click()
    await expect(refund.getByRole('alert')).toContainText(t('errors:not_found'))
    await refund.getByRole('button', { name: t('ui:cancel') }).click()
    await expectFinePage(page, `credits-${language}`)
    const { items } = await ada.get<{ items: { amountUsd: string; note: string }[] }>(
      `/orgs/${ada.org}/ledger`,
    )
    expect(items.map(({ amountUsd }) => amountUsd)).toEqual(['-2.000000000', '12.500000000', '5.000000000'])
  })

  test('settings are changed one by one', async ({ page, world }) => {
    const olivia = await operatorOf(world)
    await enter(page, world, operator)
    await page.goto('/operator/settings')
    await page.getByLabel(t('settings:defaultMaxOutputTokens.label')).fill('2048')
    await page.getByRole('radio', { name: t('settings:unpricedModels.never') }).click()
    await expectFinePage(page, `settings-${language}`)
    await page.getByRole('button', { name: t('ui:save.save') }).click()
    await expect(page.getByText(t('settings:saved'))).toBeVisible()
    const after = await olivia.get<Record<string, unknown>>('/admin/settings')
    expect(after).toMatchObject({
      defaultMaxOutputTokens: 2048,
      unpricedModels: 'never',
      passwordMinLength: 15,
    })
    await page.getByLabel(t('settings:defaultMaxOutputTokens.label')).fill('4')
    await page.getByRole('button', { name: t('ui:save.save') }).click()
    const between = t('settings:between', {
      least: '16',
      most: new Intl.NumberFormat(language).format(1_000_000),
    })
    await expect(page.getByText(between)).toBeVisible()
    await page.getByRole('button', { name: t('ui:save.discard') }).click()
    await olivia.send('PATCH', '/admin/settings', {
      defaultMaxOutputTokens: 4096,
      unpricedModels: 'organizations',
    })
  })

  test('an account is found, disabled and enabled; its keys and sessions go with it', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world, { nickname: `Ada ${language}` })
    const { secret } = await makeKey(ada)
    const lab = await ada.send<{ slug: string }>('POST', '/orgs', {
      ...{ name: `Lab of ${ada.username}`, slug: `lab-${ada.username}` },
    })
    await enter(page, world, operator)
    await page.goto('/operator/accounts')
    await page.getByRole('searchbox', { name: t('accounts:search') }).fill(ada.username)
    await expect(page).toHaveURL(new RegExp(`q=${ada.username}`))
    await choose(page, t('accounts:group.label'), t('accounts:group.enabled'))
    await choose(page, t('accounts:column.lastSignIn'), t('accounts:seen.7d'))
    await choose(page, t('accounts:joined'), t('ui:range.30d'))
    await expect(page).toHaveURL(/group=enabled&seen=7d&joined=30d/)
    const row = page.getByRole('row', { name: new RegExp(ada.username) })
    await expect(row).toContainText(t('accounts:unproven'))
    await expect(page.getByRole('heading', { level: 1 })).toContainText('1')
    await expectFinePage(page, `accounts-${language}`)
    await page.getByRole('button', { name: t('ui:filters.clear') }).click()
    await expect(page).toHaveURL(/\/operator\/accounts$/)
    await row.getByRole('rowheader').getByRole('button').click()
    const panel = page.getByRole('dialog', { name: `Ada ${language}` })
    const ask = page.getByRole('alertdialog')
    await panel.getByRole('button', { name: t('accounts:act.prove') }).click()
    await ask.getByRole('button', { name: t('accounts:act.prove') }).click()
    await expect(panel.getByText(t('accounts:proven'), { exact: true })).toBeVisible()
    await expect(panel.getByText(t('accounts:onlyOwner'))).toBeVisible()
    expect((await callGateway(world, secret)).status).toBe(200)
    await panel.getByRole('button', { name: t('accounts:act.disable') }).click()
    await expect(ask.getByRole('button', { name: t('ui:cancel') })).toBeFocused()
    await expect(ask.getByText(t('accounts:disabling.keys', { count: 1, number: '1' }))).toBeVisible()
    await expect(ask.getByText(`Lab of ${ada.username}`)).toBeVisible()
    await expectAccessible(page)
    await ask.getByRole('button', { name: t('accounts:act.disable') }).click()
    await expect(panel.getByText(t('accounts:disabled'), { exact: true })).toBeVisible()
    expect((await ada.call('GET', '/me')).status()).toBe(401)
    expect((await callGateway(world, secret)).status).toBe(401)
    await panel.getByRole('button', { name: t('accounts:act.enable') }).click()
    await ask.getByRole('button', { name: t('accounts:act.enable') }).click()
    await expect(panel.getByText(t('accounts:enabled'), { exact: true })).toBeVisible()
    expect((await callGateway(world, secret)).status).toBe(200)
    await expectFinePage(page, `account-${language}`)
    // On to the organization and its credit, and back to its owner.
    await panel.getByRole('link', { name: `Lab of ${ada.username}` }).click()
    const organization = page.getByRole('dialog', { name: `Lab of ${ada.username}` })
    await expect(organization.getByText(lab.slug)).toBeVisible()
    await organization.getByRole('link', { name: ada.username }).click()
    await expect(panel.getByText(t('accounts:enabled'), { exact: true })).toBeVisible()
    // A copied link shows the same, whatever the list shows; nobody disables themself.
    const { account } = await (await operatorOf(world)).get<{ account: { id: string } }>('/auth/session')
    await page.goto(`/operator/accounts?group=disabled&row=${account.id}`)
    await expect(page.getByText(t('accounts:yourself'))).toBeVisible()
    await expect(page.getByRole('button', { name: t('accounts:act.disable'), exact: true })).toHaveCount(0)
  })

  test('who lost authenticator and recovery codes is let in again by an operator', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world, { nickname: `Ada ${language}` })
    await enrol(ada)
    const { account } = await ada.get<{ account: { id: string } }>('/auth/session')
    await enter(page, world, operator)
    await page.goto(`/operator/accounts?row=${account.id}`)
    const panel = page.getByRole('dialog', { name: `Ada ${language}` })
    await expect(panel.getByText(t('accounts:twoFactor.on'), { exact: true })).toBeVisible()
    await panel.getByRole('button', { name: t('accounts:act.removeFactor') }).click()
    const ask = page.getByRole('alertdialog')
    await expect(ask.getByRole('button', { name: t('ui:cancel') })).toBeFocused()
    await expectFinePage(page, `remove-factor-${language}`)
    await ask.getByRole('button', { name: t('accounts:act.removeFactor') }).click()
    await expect(panel.getByText(t('accounts:twoFactor.off'), { exact: true })).toBeVisible()
    await expect(panel.getByRole('button', { name: t('accounts:act.removeFactor') })).toHaveCount(0)
    expect((await ada.call('GET', '/me')).status()).toBe(401)
    await enter(page, world, ada)
    await page.goto('/personal/account/two-factor')
    await expect(page.getByText(t('secondFactor:status.off'), { exact: true })).toBeVisible()
  })

  test('an invitation is made, shown once and revoked', async ({ page, world }) => {
    await enter(page, world, operator)
    await page.goto('/operator/invitations')
    await page
      .getByRole('button', { name: t('invitations:add') })
      .first()
      .click()
    const note = `For Bo ${language}`
    await page.getByRole('dialog').getByLabel(t('invitations:column.note')).fill(note)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('invitations:dialog.act') })
      .click()
    const once = page.getByRole('dialog', { name: t('invitations:link.title') })
    await expect(once.getByText(t('invitations:link.once'))).toBeVisible()
    await once.getByRole('button', { name: t('ui:secret.show'), exact: true }).click()
    await expect(once.locator('code')).toContainText(`${world.url}/sign-up?`)
    await once.getByRole('button', { name: t('invitations:link.passed') }).click()
    const row = page.getByRole('row', { name: new RegExp(note) })
    await expect(row).toContainText(t('invitations:status.pending'))
    await row.getByRole('button', { name: t('invitations:revoke.act') }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('invitations:revoke.act') })
      .click()
    await expect(row).toContainText(t('invitations:status.revoked'))
    await expectFinePage(page, `invitations-${language}`)
  })

  test('the operator’s pages do not exist for others', async ({ page, world }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto('/operator/upstreams')
    await expect(page.getByText(t('shell:notFound.title'))).toBeVisible()
  })
})
