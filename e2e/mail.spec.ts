import type { Page } from '@playwright/test'
import { type MailServer, startMailServer } from '../server/testing/smtp.ts'
import {
  enter,
  expect,
  expectFinePage,
  expectLanguage,
  inBothLanguages,
  newPerson,
  operatorOf,
  signUp,
  test,
  type World,
} from './test.ts'

let mail: MailServer
test.beforeAll(async () => {
  mail = await startMailServer()
})
test.afterAll(() => mail.close())

/** The newest mail to an address, once it is there. */
async function mailTo(email: string, subject?: RegExp) {
  const found = () =>
    mail.mails.findLast(({ to, subject: its }) => to.includes(email) && (subject?.test(its ?? '') ?? true))
  await expect.poll(found, { timeout: 20_000 }).toBeTruthy()
  return found() as NonNullable<ReturnType<typeof found>>
}

async function sendBy(world: World, server: MailServer | null): Promise<void> {
  const operator = await operatorOf(world)
  if (server === null) return void (await operator.call('DELETE', '/admin/mail'))
  const where = { host: '127.0.0.1', port: server.port, security: 'none', username: null }
  await operator.send('PUT', '/admin/mail', { ...where, from: 'Portico <portico@example.com>' })
}

const signInBy = async (page: Page, t: (key: string) => string, name: string, password: string) => {
  await page.getByLabel(t('entry:signIn.name')).fill(name)
  await page.getByLabel(t('entry:password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('entry:signIn.verb') }).click()
}

inBothLanguages((language, t) => {
  test('without a server the operator passes a link on; then sets sending up and tests it', async ({
    page,
    world,
  }) => {
    await sendBy(world, null)
    const person = await signUp(world)
    await enter(page, world, { username: 'olivia', email: '', password: 'seven quiet lanterns drift' })
    await page.goto('/operator/mail')
    await expectLanguage(page, language)
    await expect(page.getByText(t('mail:noneText'))).toBeVisible()
    await expect(page.getByText(person.email)).toBeVisible()
    await expectFinePage(page, `mail-none-${language}`)
    await page
      .getByRole('button', { name: t('mail:actOn', { verb: t('mail:link.act'), to: person.email }) })
      .click()
    await expect(page.getByRole('dialog').getByText(t('mail:link.once'))).toBeVisible()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('mail:link.passed') })
      .click()

    await page.getByRole('button', { name: t('mail:setUp') }).click()
    const dialog = page.getByRole('dialog', { name: t('mail:sending') })
    await dialog.getByLabel(t('mail:host'), { exact: true }).fill('127.0.0.1')
    await dialog.getByLabel(t('mail:security')).click()
    await page.getByRole('option', { name: t('mail:securities.none') }).click()
    await dialog.getByLabel(t('mail:port'), { exact: true }).fill(String(mail.port))
    await dialog.getByLabel(t('mail:from')).fill('Portico <portico@example.com>')
    await expectFinePage(page, `mail-dialog-${language}`)
    await dialog.getByRole('button', { name: t('mail:save') }).click()
    await expect(dialog).toBeHidden()
    await page.getByRole('button', { name: t('mail:test.act') }).click()
    await expect(page.getByText(t('mail:test.sent', { to: 'olivia@example.com' }))).toBeVisible()
    await mailTo('olivia@example.com')
    await mailTo(person.email)
    await page.reload()
    await expect(page.getByText(t('mail:states.sent')).first()).toBeVisible()
    await expectFinePage(page, `mail-${language}`)
  })

  test('sign-up → confirm by the mail → forgotten password → a new one', async ({ page, world }) => {
    await sendBy(world, mail)
    const person = newPerson()
    await signUp(world, { person })
    const proof = await mailTo(person.email)
    await page.goto(proof.link)
    await expectLanguage(page, language)
    await expectFinePage(page, `verify-email-${language}`)
    // Opening it has changed nothing.
    await page.getByRole('button', { name: t('links:verify.verb') }).click()
    await expect(page.getByText(t('links:verify.done', { email: person.email }))).toBeVisible()

    await page.goto('/sign-in')
    await page.getByRole('link', { name: t('entry:signIn.forgot') }).click()
    await expect(page).toHaveURL('/forgot-password')
    await expectFinePage(page, `forgot-password-${language}`)
    await page.getByLabel(t('entry:email')).fill(person.email)
    await page.getByRole('button', { name: t('links:forgot.verb') }).click()
    await expect(page.getByText(t('links:forgot.done', { email: person.email }))).toBeVisible()
    await expectFinePage(page, `forgot-password-sent-${language}`)

    const reset = await mailTo(person.email, /password|密码/)
    await page.goto(reset.link)
    await expectFinePage(page, `reset-password-${language}`)
    await page.getByLabel(t('entry:password'), { exact: true }).fill('four other lanterns wait')
    await page.getByRole('button', { name: t('links:reset.verb') }).click()
    await expect(page.getByText(t('links:reset.done'))).toBeVisible()
    await page.getByRole('link', { name: t('entry:signIn.verb') }).click()
    await signInBy(page, t, person.email, 'four other lanterns wait')
    await expect(page).toHaveURL(/\/overview$/)

    await page.goto('/forgot-password')
    // Used up: said before anything is typed, with the way to another.
    await page.goto(reset.link)
    await expect(page.getByText(t('errors:link_invalid'))).toBeVisible()
    await expect(page.getByLabel(t('entry:password'), { exact: true })).toHaveCount(0)
    await expectFinePage(page, `reset-password-spent-${language}`)
    await page.getByRole('link', { name: t('links:reset.another') }).click()
    await expect(page).toHaveURL('/forgot-password')
  })

  test('a second address: add, confirm, make primary, and the old box undoes it', async ({
    page,
    world,
    complaints,
  }) => {
    await sendBy(world, mail)
    const person = newPerson()
    await signUp(world, { person })
    const proof = await mailTo(person.email)
    await enter(page, world, person)
    await page.goto(proof.link)
    await page.getByRole('button', { name: t('links:verify.verb') }).click()
    await expect(page.getByText(t('links:verify.done', { email: person.email }))).toBeVisible()

    const other = `other-${person.email}`
    await page.goto('/personal/account')
    await page.getByRole('link', { name: `${t('emails:row.open')}: ${t('emails:title')}` }).click()
    await page.getByRole('button', { name: t('emails:add.act') }).click()
    await page.getByRole('dialog').getByLabel(t('emails:address')).fill(other)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('emails:add.verb') })
      .click()
    await expect(page.getByText(t('emails:unproven'))).toBeVisible()
    await expectFinePage(page, `emails-${language}`)
    const second = await mailTo(other)
    await page.goto(second.link)
    await page.getByRole('button', { name: t('links:verify.verb') }).click()
    await expect(page.getByText(t('links:verify.done', { email: other }))).toBeVisible()
    await page.goto('/personal/account/emails')
    await page
      .getByRole('button', { name: t('emails:actOn', { verb: t('emails:primary.act'), address: other }) })
      .click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('emails:primary.act') })
      .click()
    await expect(page.getByText(t('emails:primary.done')).first()).toBeVisible()

    const told = await mailTo(person.email, /address of your account was changed|邮箱地址已更改/)
    await complaints.endSession()
    await page.goto(told.link)
    await expectFinePage(page, `undo-email-${language}`)
    await page.getByRole('button', { name: t('links:undo.verb') }).click()
    await expect(page.getByText(t('links:undo.done', { email: person.email }))).toBeVisible()
    await mailTo(person.email, /password|密码/)
  })
})
