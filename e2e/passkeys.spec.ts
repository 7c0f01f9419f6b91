import type { Page } from '@playwright/test'
import { enrol } from './authenticator.ts'
import { forgetConfirmations } from './database.ts'
import {
  enter,
  expect,
  expectFinePage,
  inBothLanguages,
  operatorOf,
  signIn,
  signUp,
  test,
  type Visitor,
} from './test.ts'
import { addAuthenticator } from './virtual-authenticator.ts'

inBothLanguages((language, t) => {
  const add = (page: Page) => page.getByRole('button', { name: t('passkeys:add') }).first()
  const signInButton = (page: Page) => page.getByRole('button', { name: t('proof:passkey.signIn') })
  const rows = (page: Page) => page.getByRole('table').getByRole('row')
  /** Without a page that still asks for something. */
  async function leave(page: Page) {
    await page.goto('about:blank')
    await page.context().clearCookies()
  }
  async function expectSignedIn(page: Page, who: Visitor) {
    await expect(page).not.toHaveURL(/sign-in/)
    const session = await page.request.get('/api/v1/auth/session')
    expect(await session.json()).toMatchObject({ account: { username: who.username } })
  }
  /** Of whatever passkey: the newest is the first. */
  const anyActs = (page: Page) =>
    page.getByRole('button', { name: t('passkeys:actsOf', { name: '' }).trim() })
  async function act(page: Page, name: string, verb: string) {
    await page.getByRole('button', { name: t('passkeys:actsOf', { name }) }).click()
    await page.getByRole('menuitem', { name: verb }).click()
  }

  test.beforeEach(async ({ world }) => {
    const olivia = await operatorOf(world)
    await olivia.send('PATCH', '/admin/settings', { passkeys: true })
  })

  test('passkeys: two are added, one signs in without a name, confirms, one is deleted', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const device = await addAuthenticator(page, { synced: true })
    await enter(page, world, ada)
    await page.goto('/personal/account')
    await page.getByRole('link', { name: t('passkeys:title') }).click()
    await expect(page).toHaveURL('/personal/account/passkeys')
    await expect(page.getByText(t('passkeys:first.title'))).toBeVisible()
    await expectFinePage(page, `passkeys-none-${language}`)

    // One in the device, one in a key.
    await add(page).click()
    await expect(page.getByText(t('passkeys:synced'), { exact: true })).toBeVisible()
    expect(await device.kept()).toHaveLength(1)
    const [first] = await device.kept()
    await device.remove()
    const key = await addAuthenticator(page, { transport: 'usb' })
    await add(page).click()
    await expect(page.getByText(t('passkeys:oneDevice'), { exact: true })).toBeVisible()
    await expect(rows(page)).toHaveCount(3)
    // The key has one of hers already.
    await add(page).click()
    await expect(page.getByText(t('errors:passkey_exists')).first()).toBeVisible()

    await anyActs(page).first().click()
    await page.getByRole('menuitem', { name: t('passkeys:rename.act') }).click()
    const dialog = page.getByRole('dialog', { name: t('passkeys:rename.title') })
    await dialog.getByRole('textbox').fill('Key on the ring')
    await expectFinePage(page, `passkeys-rename-${language}`)
    await dialog.getByRole('button', { name: t('passkeys:rename.verb') }).click()
    await expect(dialog).toHaveCount(0)
    await expect(page.getByText('Key on the ring')).toBeVisible()
    await expectFinePage(page, `passkeys-${language}`)

    // Out, and in again with the key alone.
    await leave(page)
    await page.goto('/sign-in')
    await expect(signInButton(page)).toBeVisible()
    await key.setAnswers(false)
    await expectFinePage(page, `sign-in-passkey-${language}`)
    await key.setAnswers(true)
    await signInButton(page).click()
    await expectSignedIn(page, ada)

    // An act that needs a confirmation: the key does instead of the password.
    forgetConfirmations(world, ada)
    await page.goto('/personal/account/passkeys')
    await act(page, 'Key on the ring', t('passkeys:rename.act'))
    await dialog.getByRole('textbox').fill('Key in the drawer')
    await dialog.getByRole('button', { name: t('passkeys:rename.verb') }).click()
    const confirm = page.getByRole('dialog', { name: t('shell:confirm.title') })
    await expect(confirm.getByRole('button', { name: t('proof:passkey.instead') })).toBeVisible()
    await expectFinePage(page, `confirm-passkey-${language}`)
    await confirm.getByRole('button', { name: t('proof:passkey.instead') }).click()
    await expect(confirm).toHaveCount(0)
    await expect(dialog).toHaveCount(0)
    await expect(page.getByText('Key in the drawer')).toBeVisible()

    // Deleted, it signs nobody in; the other one does.
    await act(page, 'Key in the drawer', t('passkeys:remove.act'))
    const question = page.getByRole('alertdialog', {
      name: t('passkeys:remove.ask', { name: 'Key in the drawer' }),
    })
    await expectFinePage(page, `passkeys-delete-${language}`)
    await question.getByRole('button', { name: t('passkeys:remove.verb') }).click()
    await expect(question).toHaveCount(0)
    await expect(rows(page)).toHaveCount(2)
    await key.remove()
    // In a key: what is in the device is offered by the page itself, and would be quicker than the button.
    const again = await addAuthenticator(page, { transport: 'usb' })
    if (!first) throw new Error('The device kept nothing')
    await again.put({ ...first, rpId: 'localhost' })
    await leave(page)
    await page.goto('/sign-in')
    await signInButton(page).click()
    await expectSignedIn(page, ada)
  })

  test('passkeys: the browser offers one where the name is typed', async ({ page, world }) => {
    const ada = await signUp(world)
    const device = await addAuthenticator(page)
    await enter(page, world, ada)
    await page.goto('/personal/account/passkeys')
    await add(page).click()
    await expect(rows(page)).toHaveCount(2)
    expect(await device.kept()).toHaveLength(1)
    await leave(page)
    // Who chooses is the browser's own window; this one chooses by itself.
    await page.goto('/sign-in')
    await expect(page.getByLabel(t('entry:signIn.name'))).toHaveAttribute('autocomplete', 'username webauthn')
    await expectSignedIn(page, ada)
  })

  test('passkeys: a browser that refuses what nobody asked for is left in peace, and nothing is said', async ({
    page,
    complaints,
  }) => {
    complaints.allowRefusal(/^429 POST .*passkey/)
    let asked = 0
    page.on('request', (request) => {
      if (request.url().endsWith('/auth/passkey/options')) asked += 1
    })
    // There is no authenticator: the browser says at once that it has none.
    await page.goto('/sign-in')
    await expect(signInButton(page)).toBeVisible()
    await page.waitForTimeout(1500)
    expect(asked).toBeLessThanOrEqual(1)
    await expect(page.getByRole('alert')).toHaveCount(0)
    // Who presses the button is told why, and that too is asked for once.
    await page.route('**/auth/passkey/options', (route) =>
      route.fulfill({
        ...{ status: 429, contentType: 'application/problem+json', headers: { 'retry-after': '60' } },
        body: JSON.stringify({ type: 'about:blank', title: 'x', status: 429, code: 'too_many_requests' }),
      }),
    )
    const before = asked
    await signInButton(page).click()
    await expect(page.getByRole('alert')).toHaveCount(1)
    await page.waitForTimeout(1500)
    // The button's own, and what is offered where the name is typed.
    expect(asked - before).toBeLessThanOrEqual(2)
    await expect(page.getByRole('alert')).toHaveCount(1)
  })

  test('passkeys: refused without the user verified, with an old count, and told of it', async ({
    page,
    world,
    complaints,
  }) => {
    complaints.allowRefusal(/^401 POST .*\/auth\/passkey\/verify$/)
    const ada = await signUp(world)
    const key = await addAuthenticator(page, { transport: 'usb' })
    await enter(page, world, ada)
    await page.goto('/personal/account/passkeys')
    await add(page).click()
    await expect(rows(page)).toHaveCount(2)
    const [before] = await key.kept()
    if (!before) throw new Error('The key kept nothing')

    await key.setUserVerified(false)
    await leave(page)
    await page.goto('/sign-in')
    await signInButton(page).click()
    await expect(page.getByText(t('errors:passkey_cancelled'))).toBeVisible()
    await expectFinePage(page, `sign-in-passkey-refused-${language}`)

    // It signs in once, so it counts up; a copy from before counts from where it was.
    await key.setUserVerified(true)
    await signInButton(page).click()
    await expectSignedIn(page, ada)
    await key.remove()
    const copy = await addAuthenticator(page, { transport: 'usb' })
    await copy.put({ ...before, rpId: 'localhost', signCount: Math.max(0, before.signCount - 1) })
    await leave(page)
    await page.goto('/sign-in')
    await signInButton(page).click()
    await expect(page.getByText(t('errors:passkey_copied'))).toBeVisible()
    await enter(page, world, ada)
    await page.goto('/personal/account/security-log')
    await expect(page.getByText(t('events:acts.passkey.copied')).first()).toBeVisible()
  })

  test('passkeys: as the second step, and to confirm, where an authenticator is enrolled too', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const key = await addAuthenticator(page, { transport: 'usb' })
    await enter(page, world, ada)
    await page.goto('/personal/account/passkeys')
    await add(page).click()
    await expect(rows(page)).toHaveCount(2)
    await key.setAnswers(false)
    // Adding one has ended her other session.
    const again = await signIn(world, ada)
    await enrol(again)
    await leave(page)
    await page.goto('/sign-in')
    await page.getByLabel(t('entry:signIn.name')).fill(ada.username)
    await page.getByLabel(t('entry:password'), { exact: true }).fill(ada.password)
    await page.getByRole('button', { name: t('entry:signIn.verb'), exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('proof:title'))
    await expectFinePage(page, `sign-in-second-passkey-${language}`)
    await key.setAnswers(true)
    await page.getByRole('button', { name: t('proof:passkey.use'), exact: true }).click()
    await expectSignedIn(page, ada)
    forgetConfirmations(world, ada)
    await page.goto('/personal/account/passkeys')
    await anyActs(page).click()
    await page.getByRole('menuitem', { name: t('passkeys:rename.act') }).click()
    const dialog = page.getByRole('dialog', { name: t('passkeys:rename.title') })
    await dialog.getByRole('textbox').fill('Ring')
    await page.getByRole('button', { name: t('passkeys:rename.verb') }).click()
    const confirm = page.getByRole('dialog', { name: t('shell:confirm.title') })
    await expect(confirm.getByLabel(t('proof:code'))).toBeVisible()
    await expectFinePage(page, `confirm-code-or-passkey-${language}`)
    await confirm.getByRole('button', { name: t('proof:passkey.use'), exact: true }).click()
    await expect(page.getByText('Ring', { exact: true })).toBeVisible()
  })

  test('passkeys: switched off, the page says so, and what is there can be deleted', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const device = await addAuthenticator(page, { transport: 'usb' })
    await enter(page, world, ada)
    await page.goto('/personal/account/passkeys')
    await add(page).click()
    await expect(rows(page)).toHaveCount(2)
    const olivia = await operatorOf(world)
    await olivia.send('PATCH', '/admin/settings', { passkeys: false })
    await page.reload()
    await expect(page.getByText(t('errors:passkey_disabled'), { exact: true })).toBeVisible()
    if (language === 'en')
      await expect(
        page.getByText('Administrator has not enabled Passkey login', { exact: true }),
      ).toBeVisible()
    await expect(add(page)).toHaveCount(0)
    await expectFinePage(page, `passkeys-off-${language}`)
    await anyActs(page).click()
    await page.getByRole('menuitem', { name: t('passkeys:remove.act') }).click()
    await page.getByRole('button', { name: t('passkeys:remove.verb') }).click()
    await expect(page.getByText(t('passkeys:first.title'))).toBeVisible()
    // Rule 28: the browser was told, and has forgotten it too.
    await expect.poll(() => device.kept()).toEqual([])
    await leave(page)
    await page.goto('/sign-in')
    await expect(page.getByRole('button', { name: t('entry:signIn.verb'), exact: true })).toBeVisible()
    await expect(signInButton(page)).toHaveCount(0)
  })
})
