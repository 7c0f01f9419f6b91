import type { Page } from '@playwright/test'
import { type MailServer, startMailServer } from '../server/testing/smtp.ts'
import {
  expect,
  expectFinePage,
  expectLanguage,
  inBothLanguages,
  newPerson,
  operatorOf,
  type Person,
  test,
  type World,
} from './test.ts'

let mail: MailServer
test.beforeAll(async () => {
  mail = await startMailServer()
})
test.afterAll(() => mail.close())

async function mailTo(email: string, subject: RegExp) {
  const found = () => mail.mails.findLast((one) => one.to.includes(email) && subject.test(one.subject ?? ''))
  await expect.poll(found, { timeout: 20_000 }).toBeTruthy()
  return found() as NonNullable<ReturnType<typeof found>>
}

const post = (page: Page, world: World, path: string, data: object) =>
  page.request.post(`${world.url}/api/v1${path}`, { headers: { origin: world.url }, data })

/** Somebody with a proven address, who is signed in on the page, in the browser that the account was made in. */
async function known(page: Page, world: World): Promise<Person> {
  const operator = await operatorOf(world)
  const where = { host: '127.0.0.1', port: mail.port, security: 'none', username: null }
  await operator.send('PUT', '/admin/mail', { ...where, from: 'Portico <portico@example.com>' })
  const person = newPerson()
  expect((await post(page, world, '/auth/sign-up', person)).status()).toBe(201)
  await page.request.patch(`${world.url}/api/v1/me`, {
    headers: { origin: world.url },
    data: { nickname: 'Ada' },
  })
  const proof = await mailTo(person.email, /Verify|验证/)
  const token = proof.link.split('#')[1]
  expect((await post(page, world, '/auth/email/verify', { token })).status()).toBe(200)
  return person
}

inBothLanguages((language, t) => {
  /** The password is known to somebody else, who signs in from elsewhere. */
  async function intrude(page: Page, world: World, { username, password }: Person): Promise<Page> {
    const context = await page.context().browser()?.newContext()
    const other = (await context?.newPage()) as Page
    expect((await post(other, world, '/auth/sign-in', { username, password })).status()).toBe(200)
    return other
  }
  async function choosePassword(page: Page, password: string) {
    await page.getByLabel(t('entry:password'), { exact: true }).fill(password)
    await page.getByRole('button', { name: t('links:reset.verb') }).click()
    await expect(page.getByText(t('links:notMe.saved'))).toBeVisible()
  }

  test('rule 11: a new device → the mail → not me → a new password', async ({ page, world, complaints }) => {
    const person = await known(page, world)
    const intruder = await intrude(page, world, person)
    const told = await mailTo(person.email, /New sign-in|新的登录/)
    await complaints.endSession()
    await page.goto(told.link)
    await expectLanguage(page, language)
    await expectFinePage(page, `not-me-${language}`)
    // Opening it has changed nothing.
    expect((await intruder.request.get(`${world.url}/api/v1/me`)).status()).toBe(200)
    await page.getByRole('button', { name: t('links:notMe.verb') }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('links:notMe.locked'))
    await expectFinePage(page, `not-me-locked-${language}`)
    expect((await intruder.request.get(`${world.url}/api/v1/me`)).status()).toBe(401)
    // The old password opens nothing any more.
    const { username, password } = person
    expect((await post(intruder, world, '/auth/sign-in', { username, password })).status()).toBe(403)
    await choosePassword(page, 'four other lanterns wait')
    await expectFinePage(page, `not-me-saved-${language}`)
    await page.getByRole('link', { name: t('links:notMe.check.log') }).click()
    await page.getByLabel(t('entry:signIn.name')).fill(person.username)
    await page.getByLabel(t('entry:password'), { exact: true }).fill('four other lanterns wait')
    await page.getByRole('button', { name: t('entry:signIn.verb'), exact: true }).click()
    await expect(page).toHaveURL('/personal/account/security-log')
    await expect(page.getByText(t('events:acts.account.locked_down')).first()).toBeVisible()
    await intruder.context().close()
  })

  test('rule 11: the pages ask about a new sign-in: it was me, then it was not', async ({ page, world }) => {
    const person = await known(page, world)
    const other = await intrude(page, world, person)
    await page.goto('/personal/account/sessions')
    const bar = page.getByRole('region', { name: t('watching:label') })
    await expect(bar.getByText(t('watching:from', { address: '127.0.0.1' }))).toBeVisible()
    await expectFinePage(page, `sign-in-notice-${language}`)
    await bar.getByRole('button', { name: t('watching:mine'), exact: true }).click()
    await expect(bar).toBeHidden()

    await other.context().clearCookies()
    const { username, password } = person
    await post(other, world, '/auth/sign-in', { username, password })
    await page.reload()
    await bar.getByRole('button', { name: t('watching:notMine') }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog.getByText(t('watching:lock.text'))).toBeVisible()
    await dialog.getByRole('button', { name: t('watching:lock.verb') }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('links:notMe.locked'))
    expect((await other.request.get(`${world.url}/api/v1/me`)).status()).toBe(401)
    await choosePassword(page, 'four other lanterns wait')
    await other.context().close()
  })
})
