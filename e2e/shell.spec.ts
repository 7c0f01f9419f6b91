import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Page } from '@playwright/test'
import { listenToComplaints } from './complaints.ts'
import {
  callGateway,
  enter,
  expect,
  expectFinePage,
  expectNoSidewaysScroll,
  inBothLanguages,
  makeKey,
  signUp,
  test,
  type World,
} from './test.ts'

/** Makes the server fail for real where it asks who belongs where. */
function renameTable(world: World, from: string, to: string): void {
  const database = new DatabaseSync(join(world.dataDir, 'portico.db'), { timeout: 5000 })
  database.exec(`alter table ${from} rename to ${to}`)
  database.close()
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 })

inBothLanguages((language, t) => {
  const field = (page: Page) => page.getByRole('combobox', { name: t('palette:label') })
  const option = (page: Page) => page.getByRole('option', { selected: true })
  async function search(page: Page, typed: string) {
    await page.keyboard.press('Control+k')
    await expect(field(page)).toBeFocused()
    await page.keyboard.insertText(typed)
  }

  test('by keyboard alone: sign in, find a page, an organization, a key and a call, sign out', async ({
    page,
    world,
    complaints,
  }) => {
    // An id is looked for in each organization, until one has it.
    complaints.allowRefusal(/^404 GET .*\/(keys\/key|usage\/req)_\w+$/)
    const ada = await signUp(world)
    const acme = { name: 'Acme Rockets', slug: `acme-${ada.username}` }
    await ada.send('POST', '/orgs', acme)
    const { key } = await makeKey(ada, { name: 'launch', org: acme.slug })
    const mine = await makeKey(ada, { name: 'mine' })
    const { requestId } = await callGateway(world, mine.secret)

    await page.goto(`/orgs/${ada.org}/wallet`)
    await expect(page.getByLabel(t('entry:signIn.name'))).toBeFocused()
    await page.keyboard.type(ada.username)
    await page.keyboard.press('Tab')
    await page.keyboard.type('not the password at all')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText(t('errors:invalid_credentials'))
    await expect(page.getByLabel(t('entry:password'), { exact: true })).toBeFocused()
    await page.keyboard.type(ada.password)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${ada.org}/wallet`)
    await expect(heading(page)).toBeFocused()

    await search(page, '')
    await expectFinePage(page, `palette-${language}`)
    await page.keyboard.insertText(t('shell:pages.policy'))
    await expect(option(page)).toHaveAccessibleName(new RegExp(t('shell:pages.policy')))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${ada.org}/policy`)
    // Whoever chose is on the new page: its title, its heading.
    await expect(heading(page)).toBeFocused()
    await expect(page).toHaveTitle(`${t('policy:title')} · ${ada.username} · ${t('shell:product')}`)

    // Each page of the personal centre, and each part of its settings, has a line of its own.
    await search(page, t('personal:nav.label'))
    const lines = page.getByRole('option')
    for (const name of [
      'nav.profile',
      'nav.keys',
      'nav.account',
      'nav.settings',
      'log.title',
      'other.organization',
    ])
      await expect(lines.filter({ hasText: t(`personal:${name}`) }).first()).toBeVisible()
    // Closed and opened again in one go: what is typed belongs to the new search, not to the one that still leaves.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.waitForTimeout(300)
    await expect(field(page)).toHaveCount(1)
    await expect(field(page)).toHaveValue('')
    await expect(field(page)).toBeFocused()
    await page.keyboard.insertText(t('personal:sidebar.title'))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/personal/settings?tab=console')
    await expect(page.getByRole('heading', { name: t('personal:sidebar.title') })).toBeVisible()

    await search(page, 'rockets acme')
    await expect(option(page)).toContainText(acme.name)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`^${world.url}/orgs/${acme.slug}(/|$)`))
    await expect(
      page.getByRole('button', { name: t('shell:organization.current', { name: acme.name }) }),
    ).toBeVisible()

    // From the other organization, and at once: Enter does not wait for the answer.
    await page.goto(`/orgs/${ada.org}/policy`)
    await expect(heading(page)).toBeVisible()
    await search(page, key.id)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${acme.slug}/keys?row=${key.id}`)
    await expect(page.getByRole('dialog', { name: 'launch' })).toBeVisible()
    await search(page, `{"requestId":"${requestId}"}`)
    await expect(option(page)).toContainText('sandbox-chat')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${ada.org}/usage?row=${requestId}`)
    // The search may still be leaving.
    await expect(page.getByRole('dialog').filter({ hasText: 'sandbox-chat' })).toBeVisible()
    await search(page, 'key_00000000000000000000000000')
    await expect(page.getByRole('status').filter({ hasText: 'key_0' })).toHaveText(
      t('palette:notFound', { id: 'key_00000000000000000000000000' }),
    )
    await page.keyboard.press('Escape')
    await expect(field(page)).toHaveCount(0)

    await search(page, t('shell:signOut'))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/sign-in')
  })

  test('acts of the search: a new key, another theme, the sidebar; single keys can be switched off', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/wallet`)
    await expect(heading(page)).toBeVisible()
    await search(page, t('palette:newKey'))
    await page.keyboard.press('Enter')
    const name = page.getByRole('dialog').getByLabel(t('keys:name'))
    await expect(name).toBeFocused()
    // Nothing leads away from a window in which somebody types.
    await name.fill('half a name')
    await page.keyboard.press('Control+k')
    await page.keyboard.press('?')
    await expect(name).toHaveValue('half a name?')
    await expect(page.getByRole('dialog')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(`/orgs/${ada.org}/keys`)

    await search(page, t('palette:theme', { theme: t('shell:theme.dark') }))
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    // The next page is dark before anything of it is painted.
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.body) return
        observer.disconnect()
        Reflect.set(window, 'themeAtFirst', document.documentElement.dataset.theme)
      }).observe(document, { childList: true, subtree: true })
    })
    await page.reload()
    await expect(heading(page)).toBeVisible()
    expect(await page.evaluate(() => Reflect.get(window, 'themeAtFirst'))).toBe('dark')

    await page.keyboard.press('?')
    const keys = page.getByRole('dialog', { name: t('palette:shortcuts.title') })
    await keys.getByRole('switch', { name: t('palette:shortcuts.single') }).press('Space')
    await page.keyboard.press('Escape')
    await expect(keys).toHaveCount(0)
    await page.keyboard.press('?')
    await search(page, 'nothing of this name')
    await expect(page.getByRole('dialog')).toHaveCount(1)
    await expect(page.getByRole('dialog')).toContainText(
      t('palette:nothing', { typed: 'nothing of this name' }),
    )
  })

  test('the sidebar stays collapsed, is a drawer on a phone; the skip link leads past both', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/wallet`)
    await page.getByRole('button', { name: t('shell:collapse') }).click()
    await page.reload()
    await expect(page.getByRole('button', { name: t('shell:expand') })).toHaveAttribute(
      'aria-expanded',
      'false',
    )
    const link = page.getByRole('navigation').getByRole('link', { name: t('shell:pages.keys'), exact: true })
    await link.click()
    await expect(heading(page)).toBeFocused()
    await expect(page).toHaveTitle(`${t('keys:title')} · ${ada.username} · ${t('shell:product')}`)
    await page.getByRole('button', { name: t('shell:expand') }).click()
    await expect(page.getByRole('navigation')).toContainText(t('shell:pages.keys'))

    await page.reload()
    await expect(heading(page)).toBeVisible()
    await page.keyboard.press('Tab')
    await expect(page.getByRole('link', { name: t('shell:skip') })).toBeInViewport()
    await page.keyboard.press('Enter')
    await expect(page.locator('main')).toBeFocused()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)

    await page.setViewportSize({ width: 390, height: 844 })
    await expect(page.getByRole('navigation')).toHaveCount(0)
    // The name of the organization has room of its own, however little.
    const switcher = page.getByRole('button', {
      name: t('shell:organization.current', { name: ada.username }),
    })
    const name = await switcher.getByText(ada.username, { exact: true }).boundingBox()
    expect(name?.width).toBeGreaterThan(40)
    await expectNoSidewaysScroll(page)
    await page.getByRole('button', { name: t('shell:openNavigation') }).click()
    const drawer = page.getByRole('dialog', { name: t('shell:product') })
    await drawer.getByRole('link', { name: t('shell:pages.wallet'), exact: true }).click()
    await expect(drawer).toHaveCount(0)
    await expect(page).toHaveURL(`/orgs/${ada.org}/wallet`)
    await expect(heading(page)).toBeFocused()
  })

  test('the code of the pages in the sidebar is there before somebody goes to one', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    const manifest = new URL('../console/dist/.vite/manifest.json', import.meta.url)
    const built = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, { file: string }>
    const { file } = built['src/features/usage/pages/errors.tsx'] as { file: string }
    const code = page.waitForResponse((response) => response.url().endsWith(file))
    await page.goto(`/orgs/${ada.org}/policy`)
    await code
    await expect(page).toHaveURL(`/orgs/${ada.org}/policy`)
  })

  test('nothing here, and a page that broke: what, why, and the way on', async ({
    page,
    world,
    browser,
    locale,
  }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/no-such-page`)
    await expect(heading(page)).toHaveText(t('shell:notFound.title'))
    await expect(page).toHaveTitle(new RegExp(`^${t('shell:notFound.title')} · .*${t('shell:product')}$`))
    await expectFinePage(page, `not-found-${language}`)
    await page.getByRole('link', { name: t('shell:notFound.home') }).click()
    await expect(page).toHaveURL(new RegExp(`/orgs/${ada.org}/`))
    // It has seen enough: the server breaks below, and would be noticed here as well.
    await page.goto('about:blank')

    // A browser of its own: what it prints about a broken server is expected here, and nothing else.
    const context = await browser.newContext({ baseURL: world.url, locale })
    const complaints = await listenToComplaints(context)
    complaints.allowPrinted(/status of 500 .*\/api\/v1\//)
    complaints.allowPrinted(/^ApiError: Something failed here/)
    // What the page does with a list that holds nothing where a key should be, below.
    complaints.allowPrinted(/^TypeError: Cannot read properties of null \(reading 'createdBy'\)/)
    const broken = await context.newPage()
    await enter(broken, world, ada)
    renameTable(world, 'memberships', 'memberships_away')
    let requestId = ''
    try {
      const answer = broken.waitForResponse((response) => response.url().endsWith('/me/organizations'))
      await broken.goto(`/orgs/${ada.org}/wallet`)
      requestId = (await answer).headers()['x-request-id'] ?? ''
      await expect(heading(broken)).toHaveText(t('shell:problem.title'))
    } finally {
      renameTable(world, 'memberships_away', 'memberships')
    }
    expect(requestId).toMatch(/^req_/)
    await expect(broken.getByRole('alert')).toContainText(t('ui:error.requestId', { id: requestId }))
    await expectFinePage(broken, `problem-${language}`)
    await broken.getByRole('button', { name: t('ui:error.retry') }).click()
    await expect(heading(broken)).toHaveText(t('wallet:title'))
    // A defect of the page itself is caught as well.
    const list = /\/api\/v1\/orgs\/[^/]+\/keys\?/
    await broken.route(list, (route) => route.fulfill({ json: { items: [null], nextCursor: null } }))
    await broken
      .getByRole('navigation')
      .getByRole('link', { name: t('shell:pages.keys'), exact: true })
      .click()
    await expect(heading(broken)).toHaveText(t('shell:problem.title'))
    await broken.unroute(list)
    await broken.getByRole('button', { name: t('ui:error.retry') }).click()
    await expect(heading(broken)).toHaveText(t('keys:title'))
    await complaints.expectNone()
    await context.close()
  })

  test('the session ends while a form is half filled: nothing typed is lost', async ({
    page,
    world,
    complaints,
  }) => {
    complaints.allowRefusal(/^401 GET /)
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/keys?new=true`)
    const form = page.getByRole('dialog', { name: t('keys:new.title') })
    await form.getByLabel(t('keys:name')).fill('night job')
    await form.getByLabel(t('keys:remark')).fill('runs at three')
    // As if signed out in another tab.
    const signOut = () =>
      page.request.post(`${world.url}/api/v1/auth/sign-out`, { headers: { origin: world.url } })
    expect((await signOut()).ok()).toBe(true)
    await form.getByLabel(t('keys:name')).press('Enter')
    const ended = page.getByRole('dialog', { name: t('shell:ended.title') })
    await expect(ended).toContainText(ada.username)
    await expectFinePage(page, `session-ended-${language}`)
    await ended.getByRole('button', { name: t('shell:ended.later') }).click()
    await expect(form).toContainText(t('errors:session_required'))
    await expect(form.getByLabel(t('keys:remark'))).toHaveValue('runs at three')
    await form.getByLabel(t('keys:name')).press('Enter')
    const password = ended.getByLabel(t('ui:password.label'), { exact: true })
    await password.fill('not the password at all')
    await password.press('Enter')
    await expect(ended).toContainText(t('errors:wrong_password'))
    await password.fill(ada.password)
    await password.press('Enter')
    // The request that was refused is sent again, with what was typed.
    await expect(page.getByText(t('ui:secret.once'))).toBeVisible()
    await page.getByRole('button', { name: t('ui:secret.saved') }).click()
    await expect(page.getByRole('rowheader')).toHaveText(['night job'])
    const { items } = await ada.get<{ items: { remark: string }[] }>(`/orgs/${ada.org}/keys`)
    expect(items.map((one) => one.remark)).toEqual(['runs at three'])

    // Signed in again in another tab: this one goes on by itself.
    expect((await signOut()).ok()).toBe(true)
    await page
      .getByRole('navigation')
      .getByRole('link', { name: t('shell:pages.wallet'), exact: true })
      .click()
    await expect(ended).toBeVisible()
    await enter(page, world, ada, { stay: true })
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await expect(ended).toHaveCount(0)
    await expect(heading(page)).toHaveText(t('wallet:title'))
    await expect(page.getByRole('table')).toContainText(t('wallet:kind.credit'))

    // The profile likewise; the playground has a journey of its own.
    await page.goto('/personal/profile?edit=true')
    const profile = page.getByRole('dialog', { name: t('personal:edit') })
    await profile.getByLabel(t('personal:nickname')).fill('Countess')
    await profile.getByLabel(t('personal:timeZone')).fill('Asia/Shanghai')
    expect((await signOut()).ok()).toBe(true)
    await profile.getByRole('button', { name: t('personal:save'), exact: true }).click()
    await expect(ended).toBeVisible()
    await ended.getByRole('button', { name: t('shell:ended.later') }).click()
    await expect(profile.getByLabel(t('personal:nickname'))).toHaveValue('Countess')
    await expect(profile.getByLabel(t('personal:timeZone'))).toHaveValue('Asia/Shanghai')
    await profile.getByRole('button', { name: t('personal:save'), exact: true }).click()
    await password.fill(ada.password)
    await password.press('Enter')
    await expect(profile).toHaveCount(0)
    await expect(page.getByRole('main').getByText('Countess').first()).toBeVisible()
    expect(await ada.get('/me')).toMatchObject({ nickname: 'Countess', timeZone: 'Asia/Shanghai' })
  })

  test('somebody else signs in in another tab: this one hides, sends nothing for them, and goes on for the first', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const bo = await signUp(world, { nickname: 'Bo' })
    await enter(page, world, ada)
    // The last that a page asks for, a while after it is there. Between one person's going and the next one's coming it is refused.
    const asked = (tab: Page) => tab.waitForResponse(/\/me\/sign-in-notices$/)
    const first = asked(page)
    await page.goto(`/orgs/${ada.org}/keys?new=true`)
    const form = page.getByRole('dialog', { name: t('keys:new.title') })
    await form.getByLabel(t('keys:name')).fill('night job')
    await first
    const hidden = (tab: Page) => tab.getByRole('dialog', { name: t('shell:other.title') })

    const other = await page.context().newPage()
    const second = asked(other)
    await other.goto('/')
    // What its page still reads while its person goes would be refused.
    await second
    await other.waitForLoadState('networkidle')
    await other.getByRole('button', { name: t('shell:accountOf', { name: 'Ada' }) }).click()
    await other.getByRole('menuitem', { name: t('shell:signOut') }).click()
    await other.getByLabel(t('entry:signIn.name')).fill(bo.username)
    await other.getByLabel(t('entry:password'), { exact: true }).fill(bo.password)
    await other.keyboard.press('Enter')
    await expect(other).toHaveURL(`/orgs/${bo.org}/overview`)

    await expect(hidden(page)).toContainText(bo.username)
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.url()))
    // Nothing is drawn, and no animation ends, in a tab that nobody sees.
    await page.bringToFront()
    await expectFinePage(page, `somebody-else-${language}`)
    await page.keyboard.press('Escape')
    // Nothing shines through: what lies behind the dialog is its own opaque ground.
    const behind = await page.evaluate(() => {
      const ground = document
        .elementsFromPoint(8, 8)
        .find((one) => getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)')
      return ground?.closest('[role=presentation]') ? getComputedStyle(ground).backgroundColor : 'the page'
    })
    expect(behind).toMatch(/^(?!.*\/)(rgb|oklch|oklab|lab|color)\(/)
    // Coming back it asks who is there, and nothing else.
    expect(sent.filter((url) => /\/api\/v1\/(?!auth\/session$)/.test(url))).toEqual([])

    const password = hidden(page).getByLabel(t('ui:password.label'), { exact: true })
    await password.fill(ada.password)
    await password.press('Enter')
    await expect(hidden(page)).toHaveCount(0)
    await form.getByLabel(t('keys:name')).press('Enter')
    await expect(page.getByText(t('ui:secret.once'))).toBeVisible()
    await page.getByRole('button', { name: t('ui:secret.saved') }).click()
    await expect(page.getByRole('rowheader')).toHaveText(['night job'])
    expect((await bo.get<{ items: unknown[] }>(`/orgs/${bo.org}/keys`)).items).toEqual([])

    // Now it is the other tab that is behind; whoever is signed in goes on with pages of their own.
    await expect(hidden(other)).toContainText(ada.username)
    const third = asked(other)
    await hidden(other)
      .getByRole('button', { name: t('shell:other.leave', { other: ada.username }) })
      .click()
    await third
    await expect(other.getByRole('button', { name: t('shell:accountOf', { name: 'Ada' }) })).toBeVisible()
    await other.waitForLoadState('networkidle')
    // No word from the other tab: coming back to this one is enough.
    await enter(page, world, bo, { stay: true })
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await expect(hidden(page)).toContainText(bo.username)
    await other.close()
  })

  test('two tabs on two organizations stay apart', async ({ page, world }) => {
    const ada = await signUp(world)
    const acme = { name: 'Acme Rockets', slug: `acme-${ada.username}` }
    await ada.send('POST', '/orgs', acme)
    await enter(page, world, ada)
    const other = await page.context().newPage()
    await page.goto(`/orgs/${ada.org}/wallet`)
    await expect(heading(page)).toBeVisible()
    await other.goto(`/orgs/${acme.slug}/wallet`)
    await expect(heading(other)).toBeVisible()
    for (const [tab, name, slug] of [
      [page, ada.username, ada.org],
      [other, acme.name, acme.slug],
    ] as const) {
      await tab.getByRole('link', { name: t('shell:personal'), exact: true }).click()
      await expect(tab).toHaveURL(/\/personal/)
      await tab.reload()
      await expect(tab.getByRole('button', { name: t('shell:organization.current', { name }) })).toBeVisible()
      await tab
        .getByRole('navigation')
        .getByRole('link', { name: t('shell:pages.policy'), exact: true })
        .first()
        .click()
      await expect(tab).toHaveURL(`/orgs/${slug}/policy`)
    }
    await other.close()
  })
})
