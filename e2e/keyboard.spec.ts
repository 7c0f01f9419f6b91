import type { Locator, Page } from '@playwright/test'
import {
  callGateway,
  enter,
  expect,
  inBothLanguages,
  makeKey,
  operator,
  operatorOf,
  type Person,
  signUp,
  test,
} from './test.ts'

type Role = Parameters<Page['getByRole']>[0]

/** Tab, until this has the focus. */
async function tabToGoal(page: Page, goal: Locator) {
  const reached = goal.and(page.locator(':focus'))
  for (let step = 0; step < 60; step += 1) {
    if ((await reached.count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${goal}`)
}
const tabTo = (page: Page, name: string, role: Role = 'button') =>
  tabToGoal(page, page.getByRole(role, { name, exact: true }))

inBothLanguages((language, t) => {
  async function signIn(page: Page, { username, password }: Person) {
    await expect(page.getByLabel(t('entry:signIn.name'))).toBeFocused()
    await page.keyboard.type(username)
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  }
  /** Ctrl K, what is looked for, Enter. */
  async function goTo(page: Page, typed: string) {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox', { name: t('palette:label') })).toBeFocused()
    await page.keyboard.insertText(typed)
    await page.keyboard.press('Enter')
  }

  test('by keyboard alone: sign in, make a key, copy its secret, open its detail', async ({
    page,
    world,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const ada = await signUp(world)
    await page.goto('/sign-in')
    await signIn(page, ada)
    await expect(page).toHaveURL(`/orgs/${ada.org}/overview`)
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    await tabTo(page, t('overview:first.keyAct'), 'link')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${ada.org}/keys`)
    // The focus is on the heading of the new page, so Tab goes on from there.
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()

    await tabTo(page, t('keys:new.open'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog').getByLabel(t('keys:name'))).toBeFocused()
    await page.keyboard.type('by keyboard')
    await page.keyboard.press('Enter')
    await expect(page.getByText(t('ui:secret.once'))).toBeVisible()
    await tabTo(page, t('ui:secret.copy'))
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^pk_/)
    const secret = await page.evaluate(() => navigator.clipboard.readText())
    await page.keyboard.press('Escape')
    await tabTo(page, t('ui:secret.saved'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect((await callGateway(world, secret)).status).toBe(200)

    await tabTo(page, 'by keyboard')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog', { name: 'by keyboard' })
    await expect(panel).toBeVisible()
    await tabTo(page, t('keys:switch.label'), 'switch')
    await page.keyboard.press('Space')
    await expect(page.getByText(t('keys:switch.disabled', { name: 'by keyboard' }))).toBeVisible()
    await tabTo(page, t('keys:revoke.verb'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('alertdialog')).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    // Back on the row that opened it.
    await expect(page.getByRole('button', { name: 'by keyboard', exact: true })).toBeFocused()
  })

  test('by keyboard alone: find a call by its id and by filters, step through the rows; single keys can be switched off', async ({
    page,
    world,
    complaints,
  }) => {
    // An id is looked for in each organization, until one has it.
    complaints.allowRefusal(/^404 GET .*\/usage\/req_\w+$/)
    const ada = await signUp(world)
    const nightly = await makeKey(ada, { name: 'nightly' })
    const ci = await makeKey(ada, { name: 'ci' })
    const first = await callGateway(world, nightly.secret)
    const second = await callGateway(world, nightly.secret)
    const third = await callGateway(world, ci.secret)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/wallet`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

    await goTo(page, String(first.requestId))
    await expect(page).toHaveURL(`/orgs/${ada.org}/usage?row=${first.requestId}`)
    const panel = page.getByRole('dialog', { name: t('usage:panel.title') })
    await expect(panel).toContainText(String(first.requestId))
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)

    // By key: one of many, found by a part of its name.
    const rows = page.getByRole('table').getByRole('row')
    await tabTo(page, t('usage:filter.key'), 'combobox')
    await page.keyboard.press('Enter')
    await page.keyboard.type('night')
    await expect(page.getByRole('option')).toHaveText(['nightly'])
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`key=${nightly.key.id}`))
    await expect(rows).toHaveCount(3)
    await page.keyboard.press('Tab')
    await page.keyboard.press('/')
    const search = page.getByRole('searchbox', { name: t('usage:filter.request') })
    await expect(search).toBeFocused()
    await page.keyboard.type(String(third.requestId))
    await page.keyboard.press('Enter')
    await expect(page.getByText(t('usage:none'))).toBeVisible()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.keyboard.press('Enter')
    await expect(rows).toHaveCount(3)

    // A row opens, J and K step, Esc closes.
    const name = page.getByRole('rowheader').getByRole('button')
    await tabToGoal(page, name.first())
    await page.keyboard.press('Enter')
    await expect(panel).toContainText(String(second.requestId))
    await page.keyboard.press('j')
    await expect(panel).toContainText(String(first.requestId))
    await page.keyboard.press('k')
    await expect(panel).toContainText(String(second.requestId))
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    await expect(name.first()).toBeFocused()

    // `?` lists them all; switched off they do nothing, and Ctrl K goes on.
    await page.keyboard.press('?')
    const keys = page.getByRole('dialog', { name: t('palette:shortcuts.title') })
    for (const one of ['palette', 'filter', 'rows', 'close', 'list'])
      await expect(keys.getByRole('term').filter({ hasText: t(`palette:shortcuts.${one}`) })).toHaveCount(1)
    for (const key of ['/', 'J', 'K', '?'])
      await expect(keys.getByText(key, { exact: true }).first()).toBeVisible()
    await tabTo(page, t('palette:shortcuts.single'), 'switch')
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    await expect(keys).toHaveCount(0)
    await expect(name.first()).toBeFocused()
    await page.keyboard.press('?')
    await page.keyboard.press('/')
    await expect(name.first()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(panel).toContainText(String(second.requestId))
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('j')
    await expect(page).toHaveURL(new RegExp(`row=${second.requestId}`))
    await page.keyboard.press('Escape')
    await expect(keys).toHaveCount(0)
    await goTo(page, t('shell:pages.wallet'))
    await expect(page).toHaveURL(`/orgs/${ada.org}/wallet`)
  })

  test('by keyboard alone: the operator tops an organization up, and its owner sees it in the wallet', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    await (await operatorOf(world)).send('PATCH', '/me', { locale: language })
    await page.goto('/sign-in')
    await signIn(page, operator)
    await goTo(page, `${t('shell:areas.operator')} ${t('shell:pages.credits')}`)
    await expect(page).toHaveURL('/operator/credits')
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    await page.keyboard.press('/')
    await page.keyboard.type(ada.org)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('rowheader')).toHaveCount(1)
    await tabToGoal(page, page.getByRole('rowheader').getByRole('button'))
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog', { name: ada.username, exact: true })
    await expect(panel).toBeVisible()
    await tabTo(page, t('credits:act.give'))
    await page.keyboard.press('Enter')
    await expect(page.getByLabel(t('credits:amount'))).toBeFocused()
    await page.keyboard.type('12.5')
    await page.keyboard.press('Tab')
    await page.keyboard.type('By keyboard')
    await tabTo(page, t('ui:cancel'))
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(1)
    await expect(panel).toContainText('17.50')
    await page.keyboard.press('Escape')
    await goTo(page, t('shell:signOut'))

    await expect(page).toHaveURL('/sign-in')
    await signIn(page, ada)
    await goTo(page, t('shell:pages.wallet'))
    await expect(page).toHaveURL(`/orgs/${ada.org}/wallet`)
    await expect(page.getByRole('table')).toContainText('12.50')
    await expect(page.getByRole('table')).toContainText('By keyboard')
    await expect(page.getByRole('main')).toContainText('17.50')
  })
})
