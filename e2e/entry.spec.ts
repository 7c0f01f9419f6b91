import {
  enter,
  expect,
  expectFinePage,
  expectLanguage,
  inBothLanguages,
  newPerson,
  signUp,
  test,
} from './test.ts'
import { type Language, textsOf } from './texts.ts'

inBothLanguages((language, t) => {
  test.use({ timezoneId: 'Asia/Shanghai' })

  test('sign-up → profile with the zone of the browser → overview → sign-out', async ({ page, world }) => {
    const person = newPerson()
    await page.goto('/sign-up')
    await expectLanguage(page, language)
    await expect(page.getByText(t('entry:signUp.open'))).toBeVisible()
    await expect(page.getByText(t('entry:passwordRules', { count: 15 }))).toBeVisible()
    await expect(page.getByLabel(t('entry:username'))).toBeFocused()
    // A suggestion is shown as long as it is what stands in the field.
    await page.getByRole('button', { name: t('ui:passphrase.suggest') }).click()
    const kept = page.getByText(t('ui:passphrase.text'))
    await expect(kept).toBeVisible()
    await page.getByLabel(t('entry:password'), { exact: true }).fill('one of my own making 42')
    await expect(kept).toHaveCount(0)
    await page.getByRole('button', { name: t('ui:passphrase.suggest') }).click()
    await expect(kept).toBeVisible()
    await expectFinePage(page, `sign-up-${language}`)
    // What is wrong is said of every field at once.
    await page.getByLabel(t('entry:username')).fill('a')
    await page.getByLabel(t('entry:email')).fill('nowhere')
    await page.getByRole('button', { name: t('entry:signUp.verb') }).click()
    await expect(page.getByText(t('errors:invalid_email'))).toBeVisible()
    await expect(page.getByLabel(t('entry:username'))).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByLabel(t('entry:username'))).toBeFocused()
    await page.getByLabel(t('entry:username')).fill(person.username)
    await page.getByLabel(t('entry:email')).fill(person.email)
    await page.getByRole('button', { name: t('entry:signUp.verb') }).click()

    await expect(page).toHaveURL('/complete-profile')
    await expectLanguage(page, language)
    await expect(page.getByLabel(t('entry:profile.timeZone'))).toHaveValue('Asia/Shanghai')
    await expect(page.getByText(t('entry:profile.verify', { email: person.email }))).toBeVisible()
    await expectFinePage(page, `complete-profile-${language}`)
    await page.getByLabel(t('entry:profile.nickname')).fill('Ada')
    await page.getByRole('button', { name: t('entry:profile.verb') }).click()
    await expect(page).toHaveURL(/\/orgs\/[a-z0-9-]+\/overview$/)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('overview:title'))

    await page.getByRole('button', { name: t('shell:accountOf', { name: 'Ada' }) }).click()
    await page.getByRole('menuitem', { name: t('shell:signOut') }).click()
    await expect(page).toHaveURL('/sign-in')
    expect((await page.request.get(`${world.url}/api/v1/auth/session`)).status()).toBe(401)
  })

  test('a language chosen before the account becomes its own, unless the menu says another before the profile is saved', async ({
    page,
    world,
    browser,
    locale,
    complaints,
  }) => {
    const other = language === 'zh' ? 'en' : 'zh'
    const told = textsOf(other)
    const choose = async (from: typeof t, to: Language) => {
      await page.getByRole('button', { name: from('shell:appearance') }).click()
      await page.getByRole('menuitemradio', { name: from(`shell:language.${to}`) }).click()
      await page.keyboard.press('Escape')
      await expectLanguage(page, to)
    }
    const join = async () => {
      const person = newPerson()
      await page.goto('/sign-up')
      await page.getByLabel(told('entry:username')).fill(person.username)
      await page.getByLabel(told('entry:email')).fill(person.email)
      await page.getByLabel(told('entry:password'), { exact: true }).fill(person.password)
      await page.getByRole('button', { name: told('entry:signUp.verb') }).click()
      await expect(page).toHaveURL('/complete-profile')
      await expectLanguage(page, other)
      return person
    }
    const complete = async (words: typeof t) => {
      await page.getByLabel(words('entry:profile.nickname')).fill('Ada')
      await page.getByRole('button', { name: words('entry:profile.verb') }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('overview:title'))
    }
    await page.goto('/sign-up')
    await choose(t, other)
    const person = await join()
    await complete(told)

    // A browser that speaks otherwise is shown what the account chose; one that never chose leaves the browser its language.
    const context = await browser.newContext({ baseURL: world.url, locale })
    const elsewhere = await context.newPage()
    for (const one of [person, await signUp(world)]) {
      await enter(elsewhere, world, one)
      await elsewhere.goto('/')
      await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText(told('overview:title'))
      await context.clearCookies()
    }
    await context.close()

    await complaints.endSession()
    await join()
    await choose(told, language)
    await complete(t)
    const me = await page.request.get(`${world.url}/api/v1/me`)
    expect(await me.json()).toMatchObject({ locale: language })
  })

  test('a taken username and a short password are told beside their fields', async ({ page, world }) => {
    const ada = await signUp(world)
    await page.goto('/sign-up')
    const username = page.getByLabel(t('entry:username'))
    await username.fill(ada.username.toUpperCase())
    await page.getByLabel(t('entry:email')).fill('somebody@example.com')
    const password = page.getByLabel(t('entry:password'), { exact: true })
    await password.fill('too short')
    await page.keyboard.press('Enter')
    await expect(password).toHaveAccessibleDescription(new RegExp(t('entry:passwordTooShort', { count: 15 })))
    await password.fill('seven quiet lanterns drift')
    await page.keyboard.press('Enter')
    await expect(username).toHaveAccessibleDescription(new RegExp(t('errors:username_taken')))
    await expect(username).toBeFocused()
    await expectFinePage(page, `sign-up-refused-${language}`)
  })

  test('sign-in: a wrong password says the same as an unknown name; the right one goes on', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    await page.goto(`/orgs/${ada.org}/keys?q=x`)
    await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(`/orgs/${ada.org}/keys?q=x`)}`)
    await expectLanguage(page, language)
    await expectFinePage(page, `sign-in-${language}`)
    const name = page.getByLabel(t('entry:signIn.name'))
    const password = page.getByLabel(t('entry:password'), { exact: true })
    for (const wrong of [ada.username, 'nobody-of-this-name']) {
      await name.fill(wrong)
      await password.fill('not the password at all')
      await page.getByRole('button', { name: t('entry:signIn.verb') }).click()
      await expect(page.getByRole('alert')).toContainText(t('errors:invalid_credentials'))
      await expect(name).toHaveValue(wrong)
      await expect(password).toHaveValue('')
      await expect(password).toBeFocused()
    }
    await expectFinePage(page, `sign-in-refused-${language}`)
    await name.fill(ada.username)
    await password.fill(ada.password)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${ada.org}/keys?q=x`)
  })

  test('rule 6: passwords can be pasted, shown and left to a password manager', async ({
    page,
    world,
    context,
  }) => {
    const ada = await signUp(world)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const password = page.getByLabel(t('entry:password'), { exact: true })
    await page.goto('/sign-up')
    await expect(page.getByLabel(t('entry:username'))).toHaveAttribute('autocomplete', 'username')
    await expect(password).toHaveAttribute('autocomplete', 'new-password')
    await page.goto('/sign-in')
    await expect(page.getByLabel(t('entry:signIn.name'))).toHaveAttribute('autocomplete', /^username( |$)/)
    await expect(password).toHaveAttribute('autocomplete', 'current-password')
    await page.getByLabel(t('entry:signIn.name')).fill(ada.username)
    await page.evaluate((text) => navigator.clipboard.writeText(text), ada.password)
    await password.focus()
    await page.keyboard.press('ControlOrMeta+V')
    await expect(password).toHaveValue(ada.password)
    await expect(password).toHaveAttribute('type', 'password')
    await page.getByRole('button', { name: t('ui:password.show') }).click()
    await expect(password).toHaveAttribute('type', 'text')
    await expect(password).toHaveValue(ada.password)
    await page.getByRole('button', { name: t('ui:password.hide') }).click()
    await page.getByRole('button', { name: t('entry:signIn.verb') }).click()
    await expect(page).toHaveURL(`${world.url}/orgs/${ada.org}/overview`)
  })

  test('rule 36: next never leaves this origin', async ({ page, world, complaints }) => {
    const ada = await signUp(world)
    for (const next of ['//evil.invalid', '/\\evil.invalid', 'https://evil.invalid', '/%2fevil.invalid']) {
      await complaints.endSession()
      await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
      await page.getByLabel(t('entry:signIn.name')).fill(ada.username)
      await page.getByLabel(t('entry:password'), { exact: true }).fill(ada.password)
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(`${world.url}/orgs/${ada.org}/overview`)
    }
  })

  test('a profile that is not complete comes first, and then the page that was asked for', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world, { nickname: null })
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/keys?status=revoked`)
    await expect(page).toHaveURL(/\/complete-profile\?next=/)
    await page.getByLabel(t('entry:profile.timeZone')).fill('Mars/Olympus')
    await page.getByRole('button', { name: t('entry:profile.verb') }).click()
    await expect(page.getByLabel(t('entry:profile.timeZone'))).toHaveAccessibleDescription(
      new RegExp(t('errors:invalid_time_zone')),
    )
    await page.getByLabel(t('entry:profile.timeZone')).fill('Europe/Berlin')
    await page.getByLabel(t('entry:profile.nickname')).fill('Ada')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${ada.org}/keys?status=revoked`)
    expect(await ada.get('/me')).toMatchObject({
      nickname: 'Ada',
      timeZone: 'Europe/Berlin',
      locale: language,
    })
  })

  test('who is signed in already goes on from the sign-in page', async ({ page, world }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto('/sign-in')
    await expect(page).toHaveURL(`/orgs/${ada.org}/overview`)
  })
})
