import type { Page } from '@playwright/test'
import { callGateway, enter, expect, expectFinePage, inBothLanguages, makeKey, signUp, test } from './test.ts'

/** Reads the secret off the dialog, which conceals it first. */
async function readSecret(page: Page, show: string): Promise<string> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: show, exact: true }).click()
  return (await dialog.getByRole('tabpanel').locator('code').textContent()) ?? ''
}

inBothLanguages((language, t) => {
  test('a key from its first use: made, copied once, gone from the page, good at the gateway', async ({
    page,
    world,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/keys`)
    // First use: what it is, one act, a call to this very server.
    await expect(page.getByText(t('keys:first.title'))).toBeVisible()
    await expect(page.getByText(`curl ${world.url}/v1/chat/completions`)).toBeVisible()
    await expectFinePage(page, `keys-first-${language}`)

    await page
      .getByRole('button', { name: t('keys:new.open'), exact: true })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel(t('keys:organization'))).toContainText(ada.org)
    await expectFinePage(page, `keys-new-${language}`)
    await dialog.getByLabel(t('keys:name')).fill('ci')
    await dialog.getByLabel(t('keys:remark')).fill('nightly build')
    await dialog.getByRole('button', { name: t('keys:advanced') }).click()
    await dialog.getByRole('checkbox', { name: 'models:read' }).click()
    await dialog.getByRole('combobox', { name: t('keys:models.label') }).click()
    await page.getByRole('option', { name: 'sandbox-chat', exact: true }).click()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('listbox')).toHaveCount(0)
    await expectFinePage(page, `keys-new-advanced-${language}`)
    await dialog.getByRole('button', { name: t('keys:new.verb') }).click()

    // The secret: concealed, copied, and gone after this dialog. Esc and a click outside do not close it.
    await expect(page.getByText(t('ui:secret.once'))).toBeVisible()
    await expect(page.getByText(/pk_\w{40,}/)).toHaveCount(0)
    await expectFinePage(page, `keys-secret-${language}`)
    await page
      .getByRole('button', { name: t('ui:secret.copy') })
      .first()
      .click()
    const secret = await page.evaluate(() => navigator.clipboard.readText())
    expect(secret).toMatch(/^pk_\w+$/)
    await page.keyboard.press('Escape')
    await page.mouse.click(5, 5)
    expect(await readSecret(page, t('ui:secret.show'))).toBe(secret)
    await page.getByRole('tab', { name: 'curl' }).click()
    await expect(page.getByRole('tabpanel')).toContainText(`${world.url}/v1/chat/completions`)
    await expect(page.getByRole('tabpanel')).toContainText(secret)
    await page.getByRole('tab', { name: t('keys:made.python') }).click()
    await expectFinePage(page, `keys-secret-sdk-${language}`)
    await page.getByRole('button', { name: t('ui:secret.saved') }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(await page.content()).not.toContain(secret)
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
      secret,
    )

    expect((await callGateway(world, secret)).status).toBe(200)
    expect((await callGateway(world, secret, { model: 'sandbox-embed' })).status).toBe(403)
  })

  test('the rest of its life: detail, rotated, disabled, revoked; the gateway obeys each at once', async ({
    page,
    world,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const ada = await signUp(world)
    const { secret } = await makeKey(ada, { name: 'ci', remark: 'nightly build', models: ['sandbox-chat'] })
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/keys`)
    await page.getByRole('button', { name: 'ci', exact: true }).click()
    const panel = page.getByRole('dialog', { name: 'ci' })
    await expect(panel).toBeVisible()
    await expect(page).toHaveURL(/\?row=key_/)
    await expect(panel.getByText('nightly build')).toBeVisible()
    await expect(panel.getByText('sandbox-chat')).toBeVisible()
    await expect(panel.getByText(t('keys:you'), { exact: true })).toBeVisible()
    const copy = panel.getByRole('button', { name: t('keys:copySecret') })
    await expect(copy).toBeDisabled()
    await expect(copy).toHaveAccessibleDescription(t('keys:secretNote'))
    await expectFinePage(page, `keys-detail-${language}`)

    await panel.getByRole('button', { name: t('keys:rotate.verb') }).click()
    await expect(page.getByRole('radio', { name: t('keys:rotate.after.86400') })).toBeChecked()
    await expectFinePage(page, `keys-rotate-${language}`)
    await page.getByRole('radio', { name: t('keys:rotate.after.3600') }).click()
    await page
      .getByRole('dialog', { name: t('keys:rotate.title', { name: 'ci' }) })
      .getByRole('button', { name: t('keys:rotate.verb') })
      .click()
    await expect(page.getByText(t('ui:secret.once'))).toBeVisible()
    await page
      .getByRole('button', { name: t('ui:secret.copy') })
      .first()
      .click()
    const fresh = await page.evaluate(() => navigator.clipboard.readText())
    await page.getByRole('button', { name: t('ui:secret.saved') }).click()
    expect(fresh).not.toBe(secret)
    for (const one of [secret, fresh]) expect((await callGateway(world, one)).status).toBe(200)
    await expect(panel.getByText(t('keys:previousUntil'))).toBeVisible()

    // One switch, saved at once, with a way back.
    const works = panel.getByRole('switch', { name: t('keys:switch.label') })
    await works.click()
    await expect(page.getByText(t('keys:switch.disabled', { name: 'ci' }))).toBeVisible()
    await expect(works).not.toBeChecked()
    expect(await callGateway(world, fresh)).toMatchObject({
      status: 401,
      body: { error: { code: 'disabled_api_key' } },
    })
    // The switch shows at once what was asked for; the gateway obeys once that is answered.
    const saved = page.waitForResponse((response) => response.request().method() === 'PATCH')
    await page.getByRole('button', { name: t('keys:switch.undo') }).click()
    await expect(works).toBeChecked()
    expect((await saved).ok()).toBe(true)
    expect((await callGateway(world, fresh)).status).toBe(200)

    await panel.getByRole('button', { name: t('keys:revoke.verb') }).click()
    const ask = page.getByRole('alertdialog')
    await expect(ask.getByRole('button', { name: t('ui:cancel') })).toBeFocused()
    await expectFinePage(page, `keys-revoke-${language}`)
    await ask.getByRole('button', { name: t('keys:revoke.verb') }).click()
    await expect(panel.getByText(t('keys:revoke.isFinal'))).toBeVisible()
    for (const one of [secret, fresh])
      expect(await callGateway(world, one)).toMatchObject({
        status: 401,
        body: { error: { code: 'revoked_api_key' } },
      })
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    await expect(page.getByRole('row', { name: /ci/ })).toContainText(t('keys:status.revoked'))
  })

  test('the list: search by name and id, status, all of it in the address', async ({ page, world }) => {
    const ada = await signUp(world)
    const names = ['ci', 'website', 'batch job', 'notebook']
    const made = []
    for (const name of names) made.push(await makeKey(ada, { name }))
    await ada.send('PATCH', `/orgs/${ada.org}/keys/${made[1]?.key.id}`, { status: 'disabled' })
    await ada.send('DELETE', `/orgs/${ada.org}/keys/${made[2]?.key.id}`)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/keys`)
    const rows = page.getByRole('rowheader')
    await expect(rows).toHaveText(['notebook', 'batch job', 'website', 'ci'])
    await expectFinePage(page, `keys-list-${language}`)

    await page.keyboard.press('/')
    await page.keyboard.type('BOOK')
    await expect(rows).toHaveText(['notebook'])
    await expect(page).toHaveURL(`/orgs/${ada.org}/keys?q=BOOK`)
    await page.getByRole('searchbox').fill(made[0]?.key.id ?? '')
    await expect(rows).toHaveText(['ci'])
    await page.getByRole('searchbox').fill('nothing like this')
    await expect(page.getByText(t('keys:noneFound'))).toBeVisible()
    await page
      .getByRole('button', { name: t('ui:filters.clear') })
      .first()
      .click()
    await expect(rows).toHaveCount(4)

    await page.getByRole('combobox', { name: t('keys:status.label') }).click()
    await page.getByRole('option', { name: t('keys:status.disabled') }).click()
    await expect(rows).toHaveText(['website'])
    await page.reload()
    await expect(rows).toHaveText(['website'])

    // J and K step through the rows; Esc closes.
    await page.goto(`/orgs/${ada.org}/keys?row=${made[3]?.key.id}`)
    await expect(page.getByRole('dialog', { name: 'notebook' })).toBeVisible()
    // The panel of a link may be there before the list that is stepped through.
    await expect(page.locator('[data-row]')).toHaveCount(4)
    await page.keyboard.press('j')
    await expect(page.getByRole('dialog', { name: 'batch job' })).toBeVisible()
    await page.keyboard.press('k')
    await expect(page.getByRole('dialog', { name: 'notebook' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page).toHaveURL(`/orgs/${ada.org}/keys`)
  })

  test('editing changes what was changed; what the server refuses stands beside its field', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const { key } = await makeKey(ada, { name: 'ci' })
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/keys?row=${key.id}`)
    await page.getByRole('button', { name: t('keys:edit.verb') }).click()
    const dialog = page.getByRole('dialog', { name: t('keys:edit.title', { name: 'ci' }) })
    await dialog.getByLabel(t('keys:name')).fill('nightly')
    await dialog.getByRole('combobox', { name: t('keys:expiry.label') }).click()
    await page.getByRole('option', { name: t('keys:expiry.date') }).click()
    await dialog.getByLabel(t('keys:expiry.lastDay')).fill('2001-01-01')
    await dialog.getByRole('button', { name: t('keys:advanced') }).click()
    await dialog.getByLabel(t('keys:addresses.label')).fill('not an address')
    await page.keyboard.press('Tab')
    await dialog.getByRole('button', { name: t('ui:save.save') }).click()
    await expect(dialog.getByLabel(t('keys:expiry.lastDay'))).toHaveAccessibleDescription(
      new RegExp(t('errors:key_expiry_passed')),
    )
    await expectFinePage(page, `keys-edit-${language}`)
    await dialog.getByLabel(t('keys:expiry.lastDay')).fill('2040-01-31')
    await dialog.getByRole('button', { name: t('ui:save.save') }).click()
    await expect(dialog.getByLabel(t('keys:addresses.label'))).toHaveAccessibleDescription(/203\.0\.113\.7/)
    for (const word of ['not', 'an', 'address'])
      await dialog.getByRole('button', { name: t('ui:chips.remove', { value: word }), exact: true }).click()
    await dialog.getByLabel(t('keys:addresses.label')).fill('203.0.113.0/24')
    await page.keyboard.press('Tab')
    await dialog.getByRole('button', { name: t('ui:save.save') }).click()
    await expect(page.getByText(t('keys:edit.done'))).toBeVisible()
    expect(await ada.get(`/orgs/${ada.org}/keys/${key.id}`)).toMatchObject({
      name: 'nightly',
      ipAllowlist: ['203.0.113.0/24'],
      scopes: ['models:call'],
      expiresAt: expect.stringMatching(/^2040-0(1-31|2-01)T/),
    })
  })

  test('several keys are revoked after one question', async ({ page, world }) => {
    const ada = await signUp(world)
    const made = [await makeKey(ada, { name: 'one' }), await makeKey(ada, { name: 'two' })]
    const kept = await makeKey(ada, { name: 'kept' })
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/keys`)
    for (const name of ['one', 'two'])
      await page.getByRole('checkbox', { name: t('lists:select.row', { name }), exact: true }).check()
    await expectFinePage(page, `keys-chosen-${language}`)
    await page.getByRole('button', { name: t('keys:revokeSome.act'), exact: true }).click()
    const question = page.getByRole('alertdialog', { name: t('keys:revokeSome.ask', { count: 2 }) })
    await expect(question.getByRole('listitem')).toHaveText(['two', 'one'])
    await question.getByRole('button', { name: t('keys:revokeSome.verb', { count: 2 }) }).click()
    await expect(page.getByText(t('keys:revokeSome.done', { count: 2 }))).toBeVisible()
    await expect(question).toHaveCount(0)
    await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
    for (const { secret } of made) expect((await callGateway(world, secret)).status).toBe(401)
    expect((await callGateway(world, kept.secret)).status).toBe(200)
  })

  test('another organization: made in the switcher, chosen in the dialog, entered', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const slug = `robots-${ada.username}`
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/keys`)
    const switcher = page.getByRole('button', {
      name: new RegExp(t('shell:organization.current', { name: '' })),
    })
    await switcher.click()
    await page.getByRole('menuitem', { name: t('organizations:create.open') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('organizations:name')).fill('Acme Robots')
    await expect(dialog.getByLabel(t('organizations:slug'))).toHaveValue('acme-robots')
    await dialog.getByLabel(t('organizations:slug')).fill(ada.org)
    await dialog.getByRole('button', { name: t('organizations:create.verb') }).click()
    await expect(dialog.getByLabel(t('organizations:slug'))).toHaveAccessibleDescription(
      new RegExp(t('errors:slug_taken')),
    )
    await expectFinePage(page, `organization-new-${language}`)
    await dialog.getByLabel(t('organizations:slug')).fill(slug)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${slug}/overview`)
    await expect(page).toHaveTitle(`${t('overview:title')} · Acme Robots · Portico`)
    await page.getByRole('link', { name: t('overview:first.keyAct') }).click()
    await expect(page).toHaveURL(`/orgs/${slug}/keys`)

    await page
      .getByRole('button', { name: t('keys:new.open'), exact: true })
      .first()
      .click()
    await page.getByRole('dialog').getByLabel(t('keys:name')).fill('ci')
    await page.getByRole('dialog').getByLabel(t('keys:organization')).click()
    await page.getByRole('option', { name: ada.org, exact: true }).click()
    await page.getByRole('button', { name: t('keys:new.verb') }).click()
    await page.getByRole('button', { name: t('ui:secret.saved') }).click()
    await expect(page).toHaveURL(new RegExp(`/orgs/${ada.org}/keys\\?row=key_`))
    await page.keyboard.press('Escape')

    await switcher.click()
    await page.getByRole('menuitem', { name: 'Acme Robots' }).click()
    await expect(page).toHaveURL(`/orgs/${slug}/overview`)
    // The personal centre shows the keys that I made, everywhere.
    await page.getByRole('link', { name: t('shell:personal'), exact: true }).click()
    await page
      .getByRole('navigation', { name: t('personal:nav.label') })
      .getByRole('link', { name: t('personal:nav.keys') })
      .click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('keys:mine.title'))
    await page.getByRole('button', { name: 'ci', exact: true }).click()
    await expect(page.getByRole('dialog', { name: 'ci' })).toContainText(ada.org)
    await expectFinePage(page, `my-keys-${language}`)
  })
})
