import { enter, expect, expectFinePage, inBothLanguages, makeKey, newPerson, signUp, test } from './test.ts'

inBothLanguages((language, t) => {
  test('Check-up: what is open leads to where it is put right, and is counted anew', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const slug = newPerson('acme').username
    await ada.send('POST', '/orgs', { name: 'Acme Robots', slug })
    await ada.send('PATCH', `/orgs/${slug}/policy`, { acceptUnpricedModels: true })
    await ada.send('POST', '/me/access-tokens', { name: 'wall', scopes: ['wallet:read'], expiresAt: null })
    await enter(page, world, ada)
    await page.goto('/personal/profile')
    await page.getByRole('link', { name: t('personal:nav.checkUp'), exact: true }).click()
    await expect(page).toHaveURL('/personal/check-up')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('checkUp:title'))
    const line = (id: string) => page.locator(`[data-line=${id}]`)
    for (const id of ['twoFactor', 'email', 'tokensForever', 'unpriced'])
      await expect(line(id)).toHaveAttribute('data-state', 'open')
    for (const id of ['tokensUnused', 'keysUnused'])
      await expect(line(id)).toHaveAttribute('data-state', 'good')
    await expect(page.getByText(t('checkUp:some', { count: 4 }))).toBeVisible()
    await expectFinePage(page, `check-up-${language}`)

    // The organization's policy opens, and what is changed there is counted.
    await line('unpriced').getByRole('link').click()
    await expect(page).toHaveURL(new RegExp(`org=${slug}`))
    const accept = page.getByRole('switch', { name: t('policy:unpriced.label') })
    await expect(accept).toBeChecked()
    await accept.click()
    await expect(accept).not.toBeChecked()
    await page.goBack()
    await expect(line('unpriced')).toHaveAttribute('data-state', 'good')

    await line('tokensForever').getByRole('link').click()
    await expect(page).toHaveURL('/personal/account/access-tokens')
    await page
      .getByRole('table')
      .getByRole('button', { name: t('tokens:actsOf', { name: 'wall' }) })
      .click()
    await page.getByRole('menuitem', { name: t('tokens:revoke.act') }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('tokens:revoke.verb') })
      .click()
    await expect(page.getByText(t('tokens:first.title'))).toBeVisible()
    await page.goBack()
    await expect(line('tokensForever')).toHaveAttribute('data-state', 'good')
    await expect(page.getByText(t('checkUp:some', { count: 2 }))).toBeVisible()
  })

  test('Security log: by what it is about, by outcome and by time, in an address that can be copied', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    await ada.call('POST', '/auth/confirm', { password: 'not my password at all' })
    await makeKey(ada, { name: 'nightly import' })
    await enter(page, world, ada)
    await page.goto('/personal/account/security-log')
    const made = page.getByRole('button', { name: `${t('events:acts.key.created')} nightly import` })
    await expect(made).toBeVisible()
    await page.getByRole('combobox', { name: t('events:what') }).click()
    await page.getByRole('option', { name: t('personal:log.group.keys'), exact: true }).click()
    await expect(page).toHaveURL(/group=keys/)
    await expect(page.locator('[data-row]')).toHaveCount(1)
    await expect(made).toBeVisible()
    await expectFinePage(page, `security-log-filtered-${language}`)

    await page.getByRole('combobox', { name: t('events:result') }).click()
    await page.getByRole('option', { name: t('events:outcome.refused'), exact: true }).click()
    await expect(page.getByText(t('audit:noneFound'))).toBeVisible()
    await page
      .getByRole('main')
      .getByRole('button', { name: t('ui:filters.clear') })
      .first()
      .click()
    await expect(page).toHaveURL('/personal/account/security-log')
    await page.goto('/personal/account/security-log?outcome=refused&range=24h')
    await expect(page.locator('[data-row]')).toHaveCount(1)
    await expect(page.getByText(t('events:acts.account.confirmed'))).toBeVisible()
  })
})
