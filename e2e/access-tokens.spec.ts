import { enter, expect, expectAccessible, expectFinePage, inBothLanguages, signUp, test } from './test.ts'

inBothLanguages((language, t) => {
  test('System Access Token: made and shown once, used by a program, changed, regenerated, revoked', async ({
    page,
    world,
    request,
  }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    const as = async (token: string, path = '/me') => {
      const answer = await request.get(`${world.url}/api/v1${path}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return { status: answer.status(), body: (await answer.json()) as { code?: string; username?: string } }
    }
    await page.goto('/personal/account')
    await page.getByRole('link', { name: t('tokens:title') }).click()
    await expect(page).toHaveURL('/personal/account/access-tokens')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('tokens:title'))
    await expect(page.getByText(t('tokens:first.title'))).toBeVisible()
    await expectFinePage(page, `access-tokens-none-${language}`)

    // New: what it may do by area, and an expiry that is said.
    await page
      .getByRole('button', { name: t('tokens:new.open') })
      .first()
      .click()
    const dialog = page.getByRole('dialog', { name: t('tokens:new.title') })
    await dialog.getByLabel(t('tokens:name'), { exact: true }).fill('nightly report')
    await dialog.getByRole('radio', { name: t('tokens:access.areas') }).click()
    await dialog.getByRole('button', { name: t('tokens:new.verb') }).click()
    await expect(dialog.getByRole('alert').first()).toContainText(t('tokens:access.none'))
    await dialog.getByRole('combobox', { name: t('tokens:areas.profile.name') }).click()
    await page.getByRole('option', { name: t('tokens:levels.read'), exact: true }).click()
    await dialog.getByRole('combobox', { name: t('tokens:expiry.label') }).click()
    await page.getByRole('option', { name: t('tokens:expiry.never'), exact: true }).click()
    await expect(dialog.getByText(t('tokens:expiry.neverText'))).toBeVisible()
    await expect(dialog.getByText(t('tokens:access.none'))).toHaveCount(0)
    await expectFinePage(page, `access-token-new-${language}`)
    await expect(dialog.getByText(t('tokens:areas.admin.name'))).toHaveCount(0)
    await dialog.getByRole('button', { name: t('tokens:new.verb') }).click()

    const secretDialog = page.getByRole('dialog', {
      name: t('tokens:made.title', { name: 'nightly report' }),
    })
    await expect(secretDialog.getByText(t('tokens:made.once'))).toBeVisible()
    await page.keyboard.press('Escape')
    await secretDialog.getByRole('button', { name: t('ui:secret.show') }).click()
    const token = /pat_[0-9a-z]{40}/.exec((await secretDialog.textContent()) ?? '')?.[0] ?? ''
    expect(token).not.toBe('')
    await secretDialog.getByRole('tab', { name: t('tokens:made.curl') }).click()
    await expect(secretDialog).toContainText('/api/v1/me')
    await expectFinePage(page, `access-token-made-${language}`)
    await secretDialog.getByRole('button', { name: t('ui:secret.saved') }).click()
    await expect(page.getByText(token)).toHaveCount(0)

    expect((await as(token)).body.username).toBe(ada.username)
    expect((await as(token, '/me/keys')).body.code).toBe('access_token_scope_missing')
    expect((await as(token, '/me/access-tokens')).body.code).toBe('access_token_refused')
    await page.reload()
    await expect(page.locator('[data-row]')).toHaveCount(1)
    await expect(page.getByText('profile:read')).toBeVisible()
    await expectFinePage(page, `access-tokens-${language}`)

    // Its scopes change, and it obeys.
    const begin = async (act: string) => {
      await page
        .getByRole('table')
        .getByRole('button', { name: t('tokens:actsOf', { name: 'nightly report' }) })
        .click()
      await page.getByRole('menuitem', { name: act }).click()
    }
    await begin(t('tokens:edit.verb'))
    const edit = page.getByRole('dialog', { name: t('tokens:edit.title', { name: 'nightly report' }) })
    await expect(edit.getByRole('radio', { name: t('tokens:access.areas') })).toBeChecked()
    await edit.getByRole('radio', { name: t('tokens:access.read'), exact: true }).click()
    await expectAccessible(page)
    await edit.getByRole('button', { name: t('ui:save.save') }).click()
    await expect(edit).toHaveCount(0)
    expect((await as(token, '/me/keys')).status).toBe(200)

    // A new secret for the same token: the old one is dead.
    await begin(t('tokens:regenerate.act'))
    const again = page.getByRole('dialog', {
      name: t('tokens:regenerate.title', { name: 'nightly report' }),
    })
    await expectFinePage(page, `access-token-regenerate-${language}`)
    await again.getByRole('button', { name: t('tokens:regenerate.verb') }).click()
    await secretDialog.getByRole('button', { name: t('ui:secret.show') }).click()
    const next = /pat_[0-9a-z]{40}/.exec((await secretDialog.textContent()) ?? '')?.[0] ?? ''
    await secretDialog.getByRole('button', { name: t('ui:secret.saved') }).click()
    expect((await as(token)).body.code).toBe('replaced_access_token')
    expect((await as(next)).body.username).toBe(ada.username)

    await begin(t('tokens:revoke.act'))
    const ask = page.getByRole('alertdialog', { name: t('tokens:revoke.ask', { name: 'nightly report' }) })
    await ask.getByRole('button', { name: t('tokens:revoke.verb') }).click()
    await expect(page.getByText(t('tokens:first.title'))).toBeVisible()
    expect((await as(next)).body.code).toBe('revoked_access_token')

    // The security log tells each act.
    await page.goto('/personal/account/security-log')
    for (const act of ['created', 'updated', 'regenerated', 'revoked'])
      await expect(page.getByText(t(`events:acts.access_token.${act}`)).first()).toBeVisible()
  })
})
