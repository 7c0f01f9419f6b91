import type { Page } from '@playwright/test'
import { addMember } from './database.ts'
import {
  enter,
  expect,
  expectFinePage,
  inBothLanguages,
  makeKey,
  operatorOf,
  signUp,
  test,
  type Visitor,
  type World,
} from './test.ts'

/** One pixel: what is kept of it is a picture of our own making. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Acme: Ada owns it, Grace is its admin, and some things have happened. */
async function makeAcme(world: World, language: string) {
  const ada = await signUp(world, { nickname: `Ada ${language}` })
  const grace = await signUp(world, { nickname: `Grace ${language}` })
  const slug = `acme-${ada.username}`
  await ada.send('PUT', '/me/avatar', { image: picture })
  await ada.send('PATCH', '/me', { locale: language })
  await ada.send('POST', '/orgs', { name: 'Acme Rockets', slug })
  addMember(world, slug, grace, 'admin')
  await makeKey(grace, { org: slug, name: 'launchpad' })
  await ada.send('PATCH', `/orgs/${slug}/policy`, { recordIp: 'truncated', maxKeyDays: 90 })
  const olivia = await operatorOf(world)
  await olivia.send('POST', `/admin/organizations/${slug}/credits`, { amountUsd: '12.5', note: 'Welcome' })
  return { ada, grace, slug }
}

/** A new member of an organization, who speaks this language. */
async function join(
  world: World,
  org: string,
  role: 'member' | 'viewer',
  language: string,
): Promise<Visitor> {
  const joined = await signUp(world, { nickname: 'Mary' })
  await joined.send('PATCH', '/me', { locale: language })
  addMember(world, org, joined, role)
  return joined
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const toPage = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click()

inBothLanguages((language, t) => {
  test('Members: who belongs here, and what each role may do', async ({ page, world }) => {
    const { ada, grace, slug } = await makeAcme(world, language)
    await enter(page, world, ada)
    await page.goto(`/orgs/${slug}/wallet`)
    await toPage(page, t('shell:pages.members'))
    await expect(page).toHaveURL(`/orgs/${slug}/members`)
    await expect(heading(page)).toHaveText(`${t('organizations:members.title')}2`)
    const mine = page.getByRole('row', { name: new RegExp(ada.username) })
    await expect(mine).toContainText(t('organizations:roles.owner'))
    await expect(mine).toContainText(t('organizations:members.you'))
    await expect(mine.locator('img')).toHaveJSProperty('naturalWidth', 1)
    await expect(page.getByRole('row', { name: new RegExp(grace.username) })).toContainText(
      t('organizations:roles.admin'),
    )
    await expect(page.getByText(t('organizations:roleTexts.billing'))).toBeVisible()
    await expectFinePage(page, `members-${language}`)
  })

  test('Audit: who did what, filtered in the address, with what was before and after', async ({
    page,
    world,
    complaints,
  }) => {
    const { ada, grace, slug } = await makeAcme(world, language)
    await ada.send('PATCH', `/orgs/${slug}`, { name: 'Acme & Daughters' })
    await enter(page, world, ada)
    await page.goto(`/orgs/${slug}/members`)
    await toPage(page, t('shell:pages.audit'))
    await expect(heading(page)).toHaveText(t('audit:title'))
    const row = (act: string) => page.getByRole('row', { name: new RegExp(t(`events:acts.${act}`)) })
    const opener = (act: string) => row(act).getByRole('button', { name: t(`events:acts.${act}`) })
    await expect(row('wallet.credited')).toContainText(t('audit:by.operator'))
    await expect(row('key.created')).toContainText(`Grace ${language}`)
    await expect(row('key.created').getByRole('link', { name: 'launchpad' })).toBeVisible()
    await expect(row('organization.updated')).toContainText(/Acme .*→ Acme & Daughters/)
    await expect(row('organization.created')).toContainText(t('organizations:members.you'))
    await expectFinePage(page, `audit-${language}`)

    // What changed, before and after, in words.
    await opener('policy.updated').click()
    const panel = page.getByRole('dialog', { name: t('events:acts.policy.updated') })
    await expect(panel).toContainText(t('policy:ip.off'))
    await expect(panel).toContainText(t('policy:ip.truncated'))
    await expect(panel).toContainText(t('audit:value.forEver'))
    await expect(panel).toContainText(t('audit:value.days', { count: 90, number: '90' }))
    await expectFinePage(page, `audit-event-${language}`)
    const link = page.url()
    expect(link).toContain('row=aud_')
    await page.keyboard.press('k')
    const credited = page.getByRole('dialog', { name: t('events:acts.wallet.credited') })
    await expect(credited).toContainText('12.50')
    await expect(credited).toContainText(t('events:notKept'))
    await page.keyboard.press('Escape')
    await expect(credited).toHaveCount(0)

    // Filters are in the address; a link opens its event whatever else it asks for.
    await page.getByRole('combobox', { name: t('audit:filter.act') }).click()
    await page.getByRole('option', { name: t('audit:area.key') }).click()
    await expect(page).toHaveURL(/[?&]act=key(&|$)/)
    await expect(row('policy.updated')).toHaveCount(0)
    await expect(row('key.created')).toBeVisible()
    await page.getByRole('combobox', { name: t('audit:filter.person') }).click()
    await page.getByRole('option', { name: new RegExp(ada.username) }).click()
    await expect(page.getByText(t('audit:noneFound'))).toBeVisible()
    await page
      .getByRole('button', { name: t('ui:filters.clear') })
      .last()
      .click()
    await expect(row('policy.updated')).toBeVisible()
    await page.goto(`${link}&act=key.created`)
    await expect(panel).toContainText(t('policy:ip.truncated'))
    await expect(row('key.created')).toBeVisible()
    complaints.allowRefusal(/^404 GET .*\/audit\/aud_gone$/)
    await page.goto(`/orgs/${slug}/audit?row=aud_gone`)
    await expect(page.getByRole('dialog')).toContainText(t('errors:not_found'))

    // Whom it is not for is told so, and by whom it is kept.
    const mary = await join(world, slug, 'member', language)
    await enter(page, world, mary)
    await page.goto(`/orgs/${slug}/audit`)
    await expect(page.getByText(t('audit:may'))).toBeVisible()
    await expect(page.getByRole('link', { name: t('shell:pages.audit'), exact: true })).toHaveCount(0)
    expect(grace.username).not.toBe(mary.username)
  })

  test('Settings: a new name and account take the page along, and the old address leads there', async ({
    page,
    world,
  }) => {
    const { ada, slug } = await makeAcme(world, language)
    await enter(page, world, ada)
    await page.goto(`/orgs/${slug}/audit`)
    await toPage(page, t('shell:pages.organization'))
    await expect(heading(page)).toHaveText(t('organizations:settings.title'))
    const name = page.getByLabel(t('organizations:name'), { exact: true })
    const account = page.getByLabel(t('organizations:slug'), { exact: true })
    const save = page.getByRole('button', { name: t('ui:save.save'), exact: true })
    await expect(name).toHaveValue('Acme Rockets')
    await account.fill(ada.org)
    await save.click()
    await expect(page.getByRole('main')).toContainText(t('errors:slug_taken'))
    const next = `${slug}-new`
    await name.fill('Acme Moonshots')
    await account.fill(next)
    await expect(page.getByText(t('organizations:settings.movingText', { slug }))).toBeVisible()
    await expectFinePage(page, `organization-settings-${language}`)
    await save.click()
    await expect(page).toHaveURL(`/orgs/${next}/settings`)
    await expect(account).toHaveValue(next)
    await expect(page.getByText(t('ui:save.unsaved'))).toHaveCount(0)
    const switcher = page.getByRole('button', {
      name: t('shell:organization.current', { name: 'Acme Moonshots' }),
    })
    await expect(switcher).toBeVisible()
    await expect(page).toHaveTitle(/Acme Moonshots/)
    // Home is the organization that one was about, whatever it is called by now; so is an old link.
    await ada.send('PATCH', `/orgs/${next}`, { slug: `${next}er` })
    await page.goto('/')
    await expect(page).toHaveURL(new RegExp(`/orgs/${next}er/overview`))
    await page.goto(`/orgs/${slug}/audit?act=organization.updated`)
    await expect(page).toHaveURL(`/orgs/${next}er/audit?act=organization.updated`)
    await expect(
      page.getByRole('row', { name: new RegExp(t('events:acts.organization.updated')) }),
    ).toHaveCount(2)

    // A page that is open elsewhere follows, once its tab looks again.
    await page.clock.install()
    await page.goto(`/orgs/${next}er/members`)
    await expect(page.getByRole('row', { name: new RegExp(ada.username) })).toBeVisible()
    await ada.send('PATCH', `/orgs/${next}er`, { slug: `${next}est` })
    await page.clock.fastForward('02:00')
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    await expect(page).toHaveURL(`/orgs/${next}est/members`)
    await expect(page.getByRole('row', { name: new RegExp(ada.username) })).toBeVisible()
    await page.clock.resume()

    // A personal organization goes the same way, and is still where one lands.
    await page.goto(`/orgs/${ada.org}/settings`)
    await expect(page.getByText(t('organizations:settings.personal'))).toBeVisible()
    await account.fill(`${ada.org}-home`)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${ada.org}-home/settings`)

    // Who may not change it reads it.
    const mary = await join(world, slug, 'viewer', language)
    await enter(page, world, mary)
    await page.goto(`/orgs/${slug}/settings`)
    const role = t('organizations:roles.viewer')
    await expect(page.getByText(t('organizations:settings.readOnly', { role }))).toBeVisible()
    await expect(name).toBeDisabled()
  })
})
