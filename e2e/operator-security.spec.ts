import {
  enter,
  expect,
  expectAccessible,
  expectFinePage,
  inBothLanguages,
  operator,
  operatorOf,
  signUp,
  test,
} from './test.ts'
import { addAuthenticator } from './virtual-authenticator.ts'

const standard = {
  ...{ passkeys: false, passwordMinLength: 15, lockoutTries: 20, lockoutMinutes: 15 },
  ...{ sessionIdleDays: 14, sessionDays: 90 },
}

inBothLanguages((language, t) => {
  test.beforeEach(async ({ world }) => {
    const olivia = await operatorOf(world)
    await olivia.send('PATCH', '/me', { locale: language })
    await olivia.send('PATCH', '/admin/settings', standard)
  })

  test('a switch of signing in is changed and obeyed by the next call', async ({ page, world }) => {
    const olivia = await operatorOf(world)
    const ada = await signUp(world)
    await enter(page, world, operator)
    await page.goto('/operator/settings')
    await page
      .getByRole('link', { name: t('settings:security') })
      .last()
      .click()
    await expect(page.getByRole('heading', { level: 1, name: t('security:title') })).toBeVisible()
    // What the environment fixes says so.
    await expect(page.getByText('PORTICO_REGISTRATION')).toBeVisible()
    await expect(page.getByRole('radio', { name: t('security:registration.open') })).toBeDisabled()
    await expect(page.getByText(t('security:mail.none'))).toBeVisible()
    await expectFinePage(page, `security-settings-${language}`)

    const methods = () => olivia.get<{ passkeys: boolean; passwordMinLength: number }>('/auth/methods')
    await page.getByRole('switch', { name: t('security:passkeys.label') }).click()
    await expect(page.getByText(t('security:passkeys.on'))).toBeVisible()
    expect((await methods()).passkeys).toBe(true)
    await page.getByRole('button', { name: t('settings:undo') }).click()
    await expect(page.getByText(t('security:passkeys.off'))).toBeVisible()
    expect((await methods()).passkeys).toBe(false)

    const tries = page.getByLabel(t('security:lockoutTries.label'))
    await tries.fill('2')
    await page.getByRole('button', { name: t('ui:save.save') }).click()
    await expect(page.getByText(t('settings:between', { least: '3', most: '100' }))).toBeVisible()
    await tries.fill('4')
    await page.getByLabel(t('security:passwordMinLength.label')).fill('20')
    await page.getByRole('button', { name: t('ui:save.save') }).click()
    await expect(page.getByText(t('settings:saved'))).toBeVisible()
    expect((await methods()).passwordMinLength).toBe(20)
    // Only what was changed is sent.
    expect(await olivia.get('/admin/settings')).toMatchObject({
      ...{ ...standard, lockoutTries: 4, passwordMinLength: 20 },
    })
    const wrong = { username: ada.username, password: 'not the password of anybody' }
    for (const status of [401, 401, 401, 401, 429])
      expect((await ada.call('POST', '/auth/sign-in', wrong)).status()).toBe(status)
    await page.reload()
    await expect(tries).toHaveValue('4')
    await olivia.send('PATCH', '/admin/settings', standard)
  })

  test('somebody is signed out everywhere, and needs a new password until the operator lets it be', async ({
    page,
    world,
  }) => {
    const olivia = await operatorOf(world)
    const ada = await signUp(world, { nickname: `Ada ${language}` })
    const { account } = await ada.get<{ account: { id: string } }>('/auth/session')
    await olivia.send('PATCH', `/admin/accounts/${account.id}`, { emailVerified: true })
    await enter(page, world, operator)
    await page.goto(`/operator/accounts?row=${account.id}`)
    const panel = page.getByRole('dialog', { name: `Ada ${language}` })
    const ask = page.getByRole('alertdialog')
    const act = async (name: string) => {
      await panel.getByRole('button', { name: t(`accounts:act.${name}`) }).click()
      await ask.getByRole('button', { name: t(`accounts:act.${name}`) }).click()
      await expect(ask).toHaveCount(0)
    }
    await panel.getByRole('button', { name: t('accounts:act.signOut') }).click()
    await expect(ask.getByRole('button', { name: t('ui:cancel') })).toBeFocused()
    await expect(ask.getByText(t('accounts:text.signOut'))).toBeVisible()
    await expectAccessible(page)
    await ask.getByRole('button', { name: t('accounts:act.signOut') }).click()
    // What lies behind a question has no role: only when it is gone does the panel tell anything.
    await expect(ask).toHaveCount(0)
    await expect(panel.getByRole('button', { name: t('accounts:act.signOut') })).toHaveCount(0)
    expect((await ada.call('GET', '/me')).status()).toBe(401)
    const credentials = { username: ada.username, password: ada.password }
    expect((await ada.call('POST', '/auth/sign-in', credentials)).status()).toBe(200)

    await act('askPassword')
    await expect(panel.getByText(t('accounts:passwordDue'), { exact: true })).toBeVisible()
    await expectFinePage(page, `account-password-due-${language}`)
    const refused = await ada.call('POST', '/auth/sign-in', credentials)
    expect([refused.status(), (await refused.json()).code]).toEqual([403, 'password_change_required'])
    // There is no mail here: the link waits for the operator.
    await page.goto('/operator/mail')
    await expect(page.getByText(t('mail:kind.password_required')).first()).toBeVisible()
    await page.goto(`/operator/accounts?row=${account.id}`)
    await act('dropPassword')
    await expect(panel.getByText(t('accounts:passwordDue'), { exact: true })).toHaveCount(0)
    expect((await ada.call('POST', '/auth/sign-in', credentials)).status()).toBe(200)
  })

  test('passwords are switched off by an operator who has a passkey, and the sign-in page offers that only', async ({
    page,
    world,
    complaints,
  }) => {
    await (await operatorOf(world)).send('PATCH', '/admin/settings', { passkeys: true })
    await enter(page, world, operator)
    await page.goto('/operator/security')
    const passwords = page.getByRole('switch', { name: t('security:passwordSignIn.label') })
    const ask = page.getByRole('alertdialog', { name: t('security:passwordSignIn.ask') })
    await passwords.click()
    await expect(ask.getByRole('button', { name: t('ui:cancel') })).toBeFocused()
    await ask.getByRole('button', { name: t('security:switchOff') }).click()
    await expect(ask.getByRole('alert')).toContainText(t('errors:own_way_in_first'))
    await ask.getByRole('button', { name: t('ui:cancel') }).click()
    await expect(passwords).toBeChecked()

    await addAuthenticator(page, { synced: true })
    await page.goto('/personal/account/passkeys')
    await page
      .getByRole('button', { name: t('passkeys:add') })
      .first()
      .click()
    await expect(page.getByText(t('passkeys:synced'), { exact: true })).toBeVisible()
    // Adding it ended other sessions; this one puts things back.
    const olivia = await operatorOf(world)
    try {
      await page.goto('/operator/security')
      await passwords.click()
      const { passwordOnly } = await olivia.get<{ passwordOnly: number }>('/admin/ways-in')
      const left = t('security:leftOut', { count: passwordOnly, number: String(passwordOnly) })
      await expect(ask.getByText(left)).toBeVisible()
      await expectFinePage(page, `passwords-off-${language}`)
      await ask.getByRole('button', { name: t('security:switchOff') }).click()
      await expect(page.getByText(t('security:passwordSignIn.off'))).toBeVisible()
      await page.goto('about:blank')
      await complaints.endSession()
      await page.context().clearCookies()
      await page.goto('/sign-in')
      const passkey = page.getByRole('button', { name: t('proof:passkey.signIn') })
      await expect(passkey).toBeVisible()
      await expect(page.getByLabel(t('entry:password'), { exact: true })).toHaveCount(0)
      await expectFinePage(page, `sign-in-without-passwords-${language}`)
      await page.goto('/forgot-password')
      await expect(page.getByText(t('links:forgot.off'))).toBeVisible()
      await page.goto('/sign-in')
      await passkey.click()
      await expect(page).not.toHaveURL(/sign-in/)
    } finally {
      await olivia.send('PATCH', '/admin/settings', { passwordSignIn: true })
      const { items } = await olivia.get<{ items: { id: string }[] }>('/me/passkeys')
      for (const { id } of items) await olivia.call('DELETE', `/me/passkeys/${id}`)
    }
  })
})
