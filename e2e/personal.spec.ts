import type { Page } from '@playwright/test'
import { forgetPassword } from './database.ts'
import {
  enter,
  expect,
  expectAccessible,
  expectFinePage,
  inBothLanguages,
  makeKey,
  newPerson,
  signUp,
  test,
} from './test.ts'

/** A photograph as a camera gives it: a JPEG, wider than high. */
async function photograph(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 })
    const pen = canvas.getContext('2d')
    if (!pen) throw new Error('No canvas')
    pen.fillStyle = '#2456a4'
    pen.fillRect(0, 0, 640, 400)
    pen.fillStyle = '#f2c14e'
    pen.fillRect(240, 120, 160, 160)
    return canvas.toDataURL('image/jpeg')
  })
  return Buffer.from(url.split(',')[1] ?? '', 'base64')
}

const next = 'nine copper kettles whistle'

inBothLanguages((language, t) => {
  test('Profile: Edit opens the panel; a photograph becomes the picture; names and password change', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto('/')
    await page.getByRole('link', { name: t('shell:personal'), exact: true }).click()
    await expect(page).toHaveURL('/personal/profile')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('personal:profile.title'))
    await expect(page.getByText(ada.email)).toBeVisible()
    await expectFinePage(page, `profile-${language}`)

    await page.getByRole('button', { name: t('personal:edit'), exact: true }).click()
    const panel = page.getByRole('dialog', { name: t('personal:edit') })
    await expect(panel.getByLabel(t('personal:username'))).toHaveValue(ada.username)
    await expectFinePage(page, `profile-edit-${language}`)

    // The picture: what is no picture is told, a JPEG is cut to a square here and leaves as a small PNG.
    await panel.getByRole('button', { name: t('personal:avatar.change') }).click()
    const crop = page.getByRole('dialog', { name: t('personal:avatar.title') })
    const file = crop.locator('input[type=file]')
    await file.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') })
    await expect(crop.getByRole('alert')).toContainText(t('personal:avatar.unreadable'))
    await file.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photograph(page) })
    await crop.getByLabel(t('personal:avatar.zoom')).fill('2.5')
    await expect(crop.getByLabel(t('personal:avatar.down'))).toBeEnabled()
    await expectFinePage(page, `avatar-${language}`)
    await crop.getByRole('button', { name: t('personal:avatar.verb') }).click()
    await expect(crop).toHaveCount(0)
    const picture = page.getByRole('banner').locator('img')
    await expect(picture).toHaveJSProperty('naturalWidth', 256)
    const { avatarUrl } = await ada.get<{ avatarUrl: string }>('/me')
    const served = await page.request.get(`${world.url}${avatarUrl}`)
    expect(served.headers()['content-type']).toBe('image/png')

    // Names: the server's refusal lands beside its field.
    const taken = await signUp(world)
    await panel.getByLabel(t('personal:nickname')).fill('Ada of the Engine')
    await panel.getByLabel(t('personal:username')).fill(taken.username)
    await panel.getByRole('button', { name: t('personal:save'), exact: true }).click()
    await expect(panel.getByText(t('errors:username_taken'))).toBeVisible()
    const renamed = newPerson('engine').username
    await panel.getByLabel(t('personal:username')).fill(renamed)
    await panel.getByRole('button', { name: t('personal:save'), exact: true }).click()
    await expect(panel).toHaveCount(0)
    await expect(page.getByRole('main').getByText('Ada of the Engine').first()).toBeVisible()
    await expect(page.getByRole('main').getByText(renamed).first()).toBeVisible()

    // The password, all by keyboard.
    await page.getByRole('button', { name: t('personal:edit'), exact: true }).click()
    await panel.getByRole('button', { name: t('personal:password.modify') }).press('Enter')
    const dialog = page.getByRole('dialog', { name: t('personal:password.title') })
    const field = (name: string) => dialog.getByLabel(t(`personal:password.${name}`), { exact: true })
    await expect(field('current')).toBeFocused()
    await page.keyboard.type('not my password at all')
    await field('new').fill(next)
    await field('confirm').fill(`${next}!`)
    await page.keyboard.press('Enter')
    await expect(dialog.getByText(t('errors:passwords_differ'))).toBeVisible()
    await field('confirm').fill(next)
    await page.keyboard.press('Enter')
    await expect(field('current')).toHaveAttribute('aria-invalid', 'true')
    await expectAccessible(page)
    await field('current').fill(ada.password)
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(page.getByText(t('personal:password.changed'))).toBeVisible()
    // The session outside of this page is over; this one goes on.
    expect((await ada.call('GET', '/me')).status()).toBe(401)
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('personal:profile.title'))
  })

  test('Organizations: entering one lands on its home; making another lands on that', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const slug = newPerson('acme').username
    await ada.send('POST', '/orgs', { name: 'Acme Robots', slug })
    await enter(page, world, ada)
    await page.goto('/personal/organizations')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('organizations:list.title'))
    await expect(page.getByText(t('organizations:roles.owner')).first()).toBeVisible()
    await expectFinePage(page, `organizations-${language}`)
    await page.getByRole('link', { name: t('organizations:enterNamed', { name: 'Acme Robots' }) }).click()
    await expect(page).toHaveURL(new RegExp(`/orgs/${slug}`))
    await expect(
      page.getByRole('button', { name: t('shell:organization.current', { name: 'Acme Robots' }) }),
    ).toBeVisible()
    await page.goto('/personal/organizations')
    await page
      .getByRole('main')
      .getByRole('button', { name: t('organizations:create.open') })
      .click()
    const made = newPerson('labs').username
    await page.getByRole('dialog').getByLabel(t('organizations:name'), { exact: true }).fill('Labs')
    await page.getByRole('dialog').getByLabel(t('organizations:slug')).fill(made)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/orgs/${made}`))
  })

  test('Password Management: who has no password sets a first one, by a suggested passphrase', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    forgetPassword(world, ada)
    await page.goto('/personal/account')
    const line = page
      .getByRole('heading', { name: t('personal:account.password'), exact: true })
      .locator('xpath=../..')
    await expect(line.getByText(t('personal:account.none'), { exact: true })).toBeVisible()
    await page.getByRole('button', { name: t('personal:password.set') }).click()
    const dialog = page.getByRole('dialog', { name: t('personal:password.firstTitle') })
    await expect(dialog.getByLabel(t('personal:password.current'), { exact: true })).toHaveCount(0)
    await dialog.getByRole('button', { name: t('ui:passphrase.suggest') }).click()
    const phrase = await dialog.getByLabel(t('personal:password.new'), { exact: true }).inputValue()
    expect(phrase.split(' ')).toHaveLength(6)
    await expect(dialog.getByRole('status').filter({ hasText: phrase })).toBeVisible()
    await expectFinePage(page, `first-password-${language}`)
    await dialog.getByRole('button', { name: t('personal:password.firstVerb') }).click()
    await expect(page.getByText(t('personal:password.first'))).toBeVisible()
    // How the line stands is counted anew, without a reload.
    await expect(line.getByText(t('personal:account.none'), { exact: true })).toHaveCount(0)
    await expect(line).toContainText(t('personal:account.passwordSince', { when: '' }).trim())
    // It is a password like any other from here on: it signs in, and is asked for before the next one.
    const { username } = ada
    expect((await ada.call('POST', '/auth/sign-in', { username, password: phrase })).status()).toBe(200)
    await page.reload()
    await page.getByRole('button', { name: t('personal:password.modify') }).click()
    const again = page.getByRole('dialog', { name: t('personal:password.title') })
    await expect(again.getByLabel(t('personal:password.current'), { exact: true })).toBeVisible()
    await expect(again.getByText(phrase)).toHaveCount(0)
  })

  test('Account Management: the security log tells what was done and what was refused', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    await ada.call('POST', '/auth/confirm', { password: 'not my password at all' })
    await makeKey(ada, { name: 'nightly import' })
    await enter(page, world, ada)
    await page.goto('/personal/account')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('personal:account.title'))
    await expect(page.getByRole('button', { name: t('personal:password.modify') })).toBeVisible()
    for (const state of [
      t('personal:emailUnproven'),
      t('personal:sessions.count', { count: 2 }),
      t('secondFactor:status.off'),
    ])
      await expect(page.getByText(state, { exact: true })).toBeVisible()
    await expectFinePage(page, `account-${language}`)
    await page.getByRole('link', { name: t('personal:log.title') }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('personal:log.title'))
    await expect(page.getByText(t('events:outcome.refused'))).toBeVisible()
    await expectFinePage(page, `security-log-${language}`)
    const wrong = t('events:reasons.wrong_password')
    await expect(page.getByText(t('events:by.password'), { exact: true })).toBeVisible()
    await page.getByRole('button', { name: `${t('events:acts.account.confirmed')} ${wrong}` }).click()
    const panel = page.getByRole('dialog', { name: t('events:acts.account.confirmed') })
    await expect(panel).toContainText(wrong)
    await expect(panel).toContainText('req_')
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    const made = t('events:acts.key.created')
    await page.getByRole('button', { name: `${made} nightly import` }).click()
    await expect(page.getByRole('dialog', { name: made })).toContainText('nightly import')
  })

  test('Sessions: which browsers are signed in; one is ended, then all others', async ({ page, world }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto('/personal/account')
    await page.getByRole('link', { name: t('personal:sessions.title') }).click()
    await expect(page).toHaveURL('/personal/account/sessions')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('personal:sessions.title'))
    await expect(page.locator('[data-row]')).toHaveCount(2)
    await expect(page.getByText(t('personal:sessions.this'))).toHaveCount(1)
    await expectFinePage(page, `sessions-${language}`)
    // The one outside of this page, which is no browser.
    expect((await ada.call('GET', '/me')).status()).toBe(200)
    await page.getByRole('table').getByRole('button').click()
    const ask = page.getByRole('alertdialog', { name: t('personal:sessions.endAsk') })
    await ask.getByRole('button', { name: t('personal:sessions.endVerb') }).click()
    await expect(page.locator('[data-row]')).toHaveCount(1)
    expect((await ada.call('GET', '/me')).status()).toBe(401)
    await expect(page.getByText(t('personal:sessions.none'))).toBeVisible()
    await expect(page.getByRole('button', { name: t('personal:sessions.others') })).toBeDisabled()

    const { username, password } = ada
    await ada.call('POST', '/auth/sign-in', { username, password })
    expect((await ada.call('GET', '/me')).status()).toBe(200)
    await page.reload()
    await page.getByRole('button', { name: t('personal:sessions.others') }).click()
    const all = page.getByRole('alertdialog', { name: t('personal:sessions.othersAsk') })
    await all.getByRole('button', { name: t('personal:sessions.othersVerb') }).click()
    await expect(page.getByText(t('personal:sessions.othersEnded', { count: 1 }))).toBeVisible()
    await expect(page.locator('[data-row]')).toHaveCount(1)
    expect((await ada.call('GET', '/me')).status()).toBe(401)
  })

  test('Other Settings: an organization’s prices and privacy, my sidebar, language and appearance', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const slug = newPerson('acme').username
    await ada.send('POST', '/orgs', { name: 'Acme Robots', slug })
    await enter(page, world, ada)
    await page.goto('/personal/settings')
    const accept = page.getByRole('switch', { name: t('policy:unpriced.label') })
    await expect(accept).not.toBeChecked()
    await expectFinePage(page, `other-settings-${language}`)
    await page.getByRole('combobox', { name: t('personal:other.of') }).click()
    await page.getByRole('option', { name: 'Acme Robots' }).click()
    await expect(page).toHaveURL(new RegExp(`org=${slug}`))
    await accept.click()
    await expect(accept).toBeChecked()
    const policy = (org: string) => ada.get<{ acceptUnpricedModels: boolean }>(`/orgs/${org}/policy`)
    await expect.poll(async () => (await policy(slug)).acceptUnpricedModels).toBe(true)
    expect((await policy(ada.org)).acceptUnpricedModels).toBe(false)

    await page.getByRole('tab', { name: t('personal:other.console') }).click()
    const sidebar = page.getByRole('navigation', { name: t('shell:navigation') })
    const playground = sidebar.getByRole('link', { name: t('shell:pages.playground') })
    await expect(playground).toBeVisible()
    await expectFinePage(page, `own-console-${language}`)
    await page.getByRole('checkbox', { name: t('shell:pages.playground') }).click()
    await expect(playground).toHaveCount(0)
    await page.getByLabel(t('personal:timeZone')).fill('Asia/Tokyo')
    await page.getByRole('radio', { name: t('shell:theme.dark') }).click()
    await page.getByRole('button', { name: t('ui:save.save') }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    expect(await ada.get('/me/preferences')).toMatchObject({
      timeZone: 'Asia/Tokyo',
      theme: 'dark',
      sidebar: { hidden: ['playground'] },
    })
    // Hidden is not gone.
    await page.goto(`/orgs/${ada.org}/playground`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('playground:title'))
  })
})
