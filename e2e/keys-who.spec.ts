import { addMember, forgetConfirmations } from './database.ts'
import { enter, expect, expectFinePage, inBothLanguages, makeKey, signUp, test } from './test.ts'

inBothLanguages((language, t) => {
  test('rule 12: an old session is asked for the password before a key is made', async ({ page, world }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/keys`)
    await page
      .getByRole('button', { name: t('keys:new.open'), exact: true })
      .first()
      .click()
    await page.getByRole('dialog').getByLabel(t('keys:name')).fill('ci')
    forgetConfirmations(world, ada)
    await page.keyboard.press('Enter')
    const confirm = page.getByRole('dialog', { name: t('shell:confirm.title') })
    await expect(confirm).toBeVisible()
    await expectFinePage(page, `confirm-${language}`)
    await confirm.getByLabel(t('ui:password.label'), { exact: true }).fill('not the password at all')
    await page.keyboard.press('Enter')
    await expect(confirm).toContainText(t('errors:wrong_password'))
    await confirm.getByLabel(t('ui:password.label'), { exact: true }).fill(ada.password)
    await page.keyboard.press('Enter')
    // The very request that was refused is sent again: one key, its secret shown.
    await expect(page.getByText(t('ui:secret.once'))).toBeVisible()
    await page.getByRole('button', { name: t('ui:secret.saved') }).click()
    await expect(page.getByRole('rowheader')).toHaveText(['ci'])
  })

  test('a viewer sees every key, changes none, and is told who can', async ({ page, world }) => {
    const ada = await signUp(world)
    const made = await ada.send<{ slug: string }>('POST', '/orgs', {
      name: 'Acme',
      slug: `acme-${ada.username}`,
    })
    await makeKey(ada, { name: 'ci', org: made.slug })
    const eve = await signUp(world, { nickname: 'Eve' })
    addMember(world, made.slug, eve, 'viewer')
    await enter(page, world, eve)
    await page.goto(`/orgs/${made.slug}/keys`)
    const role = t('keys:roles.viewer')
    await expect(page.getByText(t('keys:cannotMake', { role, organization: 'Acme' }))).toBeVisible()
    await expect(page.getByRole('button', { name: t('keys:new.open'), exact: true })).toHaveCount(0)
    await expectFinePage(page, `keys-viewer-${language}`)
    await page.getByRole('button', { name: 'ci', exact: true }).click()
    const panel = page.getByRole('dialog', { name: 'ci' })
    await expect(panel).toContainText(t('keys:notYours'))
    await expect(panel.getByText('Ada', { exact: true })).toBeVisible()
    await expect(panel.getByRole('switch')).toHaveCount(0)
    for (const verb of ['keys:rotate.verb', 'keys:edit.verb', 'keys:revoke.verb'])
      await expect(panel.getByRole('button', { name: t(verb) })).toHaveCount(0)
    await expectFinePage(page, `keys-viewer-detail-${language}`)
  })

  test('promise 12: a key of another organization is as one that never was', async ({
    page,
    world,
    complaints,
  }) => {
    complaints.allowRefusal(/^404 GET /)
    const ada = await signUp(world)
    const eve = await signUp(world, { nickname: 'Eve' })
    const { key } = await makeKey(eve)
    await enter(page, world, ada)
    for (const id of [key.id, 'key_00000000000000000000000000']) {
      await page.goto(`/orgs/${ada.org}/keys?row=${id}`)
      await expect(page.getByRole('dialog')).toContainText(t('errors:not_found'))
    }
    await page.goto(`/orgs/${eve.org}/keys`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('shell:notFound.title'))
  })

  test('a key in the address: its list comes with the room for its panel, however late the page is', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const { key } = await makeKey(ada)
    const frame = Promise.withResolvers<void>()
    let asked = 0
    // The frame of the page is painted first, as on a slow line: what the page moves in it then, `test` finds as a layout shift.
    await page.route(/\/assets\/keys-[^/]*\.js/, async (route) => {
      asked += 1
      await frame.promise
      await route.continue()
    })
    await enter(page, world, ada)
    const goes = page.goto(`/orgs/${ada.org}/keys?row=${key.id}`)
    await expect(page.getByRole('navigation').first()).toBeVisible()
    await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 600)))
    expect(asked).toBe(1)
    frame.resolve()
    await goes
    await expect(page.getByRole('dialog')).toContainText(key.name)
  })

  test('by the policy: a key lives no longer than the organization allows', async ({ page, world }) => {
    const ada = await signUp(world)
    await ada.send('PATCH', `/orgs/${ada.org}/policy`, { maxKeyDays: 30 })
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/keys`)
    await page
      .getByRole('button', { name: t('keys:new.open'), exact: true })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    const expiry = dialog.getByRole('combobox', { name: t('keys:expiry.label') })
    await expect(expiry).toContainText(t('keys:expiry.policy', { count: 30 }))
    await expiry.click()
    await expect(page.getByRole('option')).toHaveCount(4)
    await page.getByRole('option', { name: t('keys:expiry.date') }).click()
    await dialog.getByLabel(t('keys:name')).fill('ci')
    await dialog.getByLabel(t('keys:expiry.lastDay')).fill('2040-01-31')
    await page.keyboard.press('Enter')
    await expect(expiry).toHaveAccessibleDescription(/30|策略/)
    await dialog
      .getByLabel(t('keys:expiry.lastDay'))
      .fill(new Date(Date.now() + 86_400_000 * 3).toISOString().slice(0, 10))
    await page.keyboard.press('Enter')
    await expect(page.getByText(t('ui:secret.once'))).toBeVisible()
  })
})
