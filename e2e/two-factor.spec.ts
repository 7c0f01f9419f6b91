import type { Page } from '@playwright/test'
import { authenticator, enrol, readQrCode } from './authenticator.ts'
import { enter, expect, expectFinePage, inBothLanguages, type Person, signUp, test } from './test.ts'

// Codes are good once, so a journey may have to wait for the next.
test.setTimeout(180_000)

inBothLanguages((language, t) => {
  /** Without a page that still asks for something. */
  async function leave(page: Page) {
    await page.goto('about:blank')
    await page.context().clearCookies()
  }

  async function giveName(page: Page, { username, password }: Person) {
    await page.goto('/sign-in')
    await page.getByLabel(t('entry:signIn.name')).fill(username)
    await page.getByLabel(t('entry:password'), { exact: true }).fill(password)
    await page.getByRole('button', { name: t('entry:signIn.verb'), exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('proof:title'))
  }

  test('two-factor: enabled by the picture of its code, signed in with, by a recovery code too, disabled', async ({
    page,
    world,
    complaints,
  }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto('/personal/account')
    await page.getByRole('link', { name: t('secondFactor:title') }).click()
    await expect(page).toHaveURL('/personal/account/two-factor')
    await expect(page.getByText(t('secondFactor:status.off'), { exact: true })).toBeVisible()
    await expectFinePage(page, `two-factor-off-${language}`)

    await page.getByRole('button', { name: t('secondFactor:begin') }).click()
    for (const step of ['scan', 'codes', 'code'])
      await expect(page.getByRole('heading', { name: t(`secondFactor:steps.${step}`) })).toBeVisible()
    await expect(page.getByRole('button', { name: t('secondFactor:steps.verb') })).toBeVisible()
    const url = new URL(await readQrCode(page.getByRole('img', { name: t('secondFactor:steps.qr') })))
    expect(url.protocol).toBe('otpauth:')
    expect(decodeURIComponent(url.pathname)).toContain(ada.username)
    const seed = url.searchParams.get('secret') ?? ''
    // The key to type in is the same, shown in groups.
    await expect(page.getByText(seed.match(/.{4}/g)?.join(' ') ?? '-')).toBeVisible()
    const recoveryCodes = await page
      .getByRole('list', { name: t('secondFactor:codes.title') })
      .getByRole('listitem')
      .allTextContents()
    expect(recoveryCodes).toHaveLength(10)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: t('secondFactor:codes.download') }).click()
    expect((await download).suggestedFilename()).toBe('portico-recovery-codes.txt')
    await page.getByRole('button', { name: t('secondFactor:codes.print') }).click()
    await expectFinePage(page, `two-factor-set-up-${language}`)

    // A wrong code changes nothing; the right one sends itself.
    complaints.allowRefusal(/^401 (POST|DELETE) .*(confirm|second-factor|totp)$/)
    const app = authenticator(seed)
    const code = page.getByLabel(t('proof:code'))
    await code.pressSequentially('000000')
    await expect(page.getByText(t('errors:wrong_code'))).toBeVisible()
    await expect(code).toHaveValue('')
    // Pressed when the code had sent itself already: the refusal stays to be read.
    await page.getByRole('button', { name: t('secondFactor:steps.verb') }).click()
    await expect(page.getByText(t('errors:wrong_code'))).toBeVisible()
    await code.pressSequentially(await app.next())
    await expect(page.getByText(t('secondFactor:status.on'), { exact: true })).toBeVisible()
    await expect(page.getByText(t('secondFactor:codes.last'))).toBeVisible()
    await expectFinePage(page, `two-factor-on-${language}`)
    await page.getByRole('button', { name: t('secondFactor:codes.saved') }).click()
    await expect(page.getByText(recoveryCodes[0] as string)).toHaveCount(0)

    // Signing in with a code.
    await leave(page)
    await giveName(page, ada)
    await expectFinePage(page, `sign-in-code-${language}`)
    await code.pressSequentially('000000')
    await expect(page.getByText(t('errors:wrong_code'))).toBeVisible()
    await code.pressSequentially(await app.next())
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(t('proof:title'))

    // And by a recovery code.
    await leave(page)
    await giveName(page, ada)
    await page.getByRole('button', { name: t('proof:useRecovery') }).click()
    await page.getByLabel(t('proof:recoveryCode')).fill((recoveryCodes[0] as string).toUpperCase())
    await expectFinePage(page, `sign-in-recovery-${language}`)
    await page.getByRole('button', { name: t('proof:verb'), exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(t('proof:title'))
    await page.goto('/personal/account/two-factor')
    await expect(page.getByText(t('secondFactor:status.left', { count: 9 }))).toBeVisible()

    // Turning it off asks for the password and a code.
    await page.getByRole('button', { name: t('secondFactor:off.act') }).click()
    const dialog = page.getByRole('dialog', { name: t('secondFactor:off.ask') })
    await dialog.getByLabel(t('secondFactor:proof.password'), { exact: true }).fill(ada.password)
    await dialog.getByLabel(t('secondFactor:proof.code')).fill('00000')
    await expectFinePage(page, `two-factor-disable-${language}`)
    await dialog.getByLabel(t('secondFactor:proof.code')).fill('')
    await dialog.getByLabel(t('secondFactor:proof.code')).pressSequentially(await app.next())
    await expect(dialog).toHaveCount(0)
    await expect(page.getByText(t('secondFactor:status.off'), { exact: true })).toBeVisible()
  })

  test('two-factor: a trusted device, acts that ask for a code, new recovery codes', async ({
    page,
    world,
    complaints,
  }) => {
    const ada = await signUp(world)
    const { app, recoveryCodes } = await enrol(ada)
    await giveName(page, ada)
    await page.getByRole('checkbox', { name: t('proof:trust') }).click()
    await page.getByLabel(t('proof:code')).pressSequentially(await app.next())
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(t('proof:title'))
    // Out and in again: no code is asked for, and what needs a confirmation asks for it then.
    const origin = { origin: world.url, accept: 'application/json' }
    await page.goto('about:blank')
    await page.request.post(`${world.url}/api/v1/auth/sign-out`, { headers: origin, data: {} })
    await page.goto('/sign-in')
    await page.getByLabel(t('entry:signIn.name')).fill(ada.username)
    await page.getByLabel(t('entry:password'), { exact: true }).fill(ada.password)
    await page.getByRole('button', { name: t('entry:signIn.verb'), exact: true }).click()
    await expect(page).not.toHaveURL(/sign-in/)
    await page.goto('/personal/account/two-factor')
    await expect(page.getByText(t('secondFactor:devices.this'))).toBeVisible()
    await expectFinePage(page, `two-factor-devices-${language}`)
    complaints.allowRefusal(/^40[13] POST .*(totp|confirm|recovery-codes)$/)
    await page.getByRole('button', { name: t('secondFactor:replace') }).click()
    const asks = page.getByRole('dialog', { name: t('shell:confirm.title') })
    await expect(asks.getByText(t('proof:confirm.text'))).toBeVisible()
    await expectFinePage(page, `confirm-code-${language}`)
    await asks.getByRole('button', { name: t('proof:useRecovery') }).click()
    await asks.getByLabel(t('proof:recoveryCode')).fill(recoveryCodes[0] as string)
    await asks.getByRole('button', { name: t('shell:confirm.verb') }).click()
    await expect(page.getByText(t('secondFactor:steps.replaces'))).toBeVisible()
    await page.getByRole('button', { name: t('ui:cancel') }).click()

    await page.getByRole('button', { name: t('secondFactor:renew.act') }).click()
    const dialog = page.getByRole('dialog', { name: t('secondFactor:renew.title') })
    await dialog.getByLabel(t('secondFactor:proof.password'), { exact: true }).fill(ada.password)
    await dialog.getByLabel(t('secondFactor:proof.code')).pressSequentially(await app.next())
    await expect(page.getByText(t('secondFactor:codes.last'))).toBeVisible()
    await expect(page.getByText(t('secondFactor:status.left', { count: 10 }))).toBeVisible()
    await expect(page.getByText(t('secondFactor:devices.none'))).toBeVisible()

    // The session ends under the page: signing in again over it takes both steps.
    complaints.allowRefusal(/^401 /)
    await page.context().clearCookies()
    await page.getByRole('link', { name: t('personal:nav.profile'), exact: true }).click()
    const ended = page.getByRole('dialog', { name: t('shell:ended.title') })
    await ended.getByLabel(t('ui:password.label'), { exact: true }).fill(ada.password)
    await ended.getByRole('button', { name: t('shell:ended.verb') }).click()
    const half = page.getByRole('dialog', { name: t('proof:half.title') })
    await expectFinePage(page, `ended-code-${language}`)
    await half.getByLabel(t('proof:code')).pressSequentially(await app.next())
    await expect(half).toHaveCount(0)
    await expect(page.getByText(ada.email)).toBeVisible()
  })
})
