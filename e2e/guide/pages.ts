import type { Page } from '@playwright/test'
import type { World } from './world.ts'

type Texts = (key: string, values?: Record<string, unknown>) => string
export type Visit = { page: Page; t: Texts; world: World }

/** One picture of the guide, in each language: `docs/guide/images/<language>/<name>.png`. */
export type Shot = {
  readonly name: string
  /** The route of the console that it shows; its parameters are filled from the world. */
  readonly route: string
  /** Text of the page's heading: it must stand there, and in the guide. */
  readonly title: string
  readonly who: 'nobody' | 'newcomer' | 'member' | 'operator'
  /** What follows the route: a query. */
  readonly query?: (world: World) => string
  /** What is done on the page before the picture, and what must be seen in it. */
  readonly show?: (visit: Visit) => Promise<void>
}

const press = async (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).first().click()
const seen = async (page: Page, text: string) => page.getByText(text).first().waitFor()
const rows =
  (least: number) =>
  async ({ page }: Visit) =>
    page
      .getByRole('rowheader')
      .nth(least - 1)
      .waitFor()
const dialog = async ({ page }: Visit) => page.getByRole('dialog').last().waitFor()

/** How one comes in, before there is a session. The set-up comes first: afterwards there is an operator. */
const entry: readonly Shot[] = [
  {
    ...{ name: 'sign-in', route: '/sign-in', title: 'entry:signIn.title', who: 'nobody' },
    show: async ({ page, t, world }) =>
      page.getByLabel(t('entry:signIn.name')).fill(world.people.member.username),
  },
  {
    ...{ name: 'sign-up', route: '/sign-up', title: 'entry:signUp.title', who: 'nobody' },
    query: ({ invitationUrl }) => new URL(invitationUrl).search,
    show: async ({ page, t }) => {
      await page.getByLabel(t('entry:username')).fill('signe')
      await page.getByLabel(t('entry:email')).fill('signe@example.com')
    },
  },
  {
    ...{ name: 'forgot-password', route: '/forgot-password', title: 'links:forgot.title', who: 'nobody' },
    show: async ({ page, t }) => page.getByLabel(t('entry:email')).fill('ada@example.com'),
  },
  {
    ...{ name: 'reset-password', route: '/reset-password', title: 'links:reset.title', who: 'nobody' },
    query: () => '#the-code-of-the-mail',
    show: async ({ page, t }) => page.getByLabel(t('entry:password'), { exact: true }).waitFor(),
  },
  {
    ...{ name: 'verify-email', route: '/verify-email', title: 'links:verify.title', who: 'nobody' },
    query: () => '#the-code-of-the-mail',
  },
  {
    ...{ name: 'undo-email', route: '/undo-email', title: 'links:undo.title', who: 'nobody' },
    query: () => '#the-code-of-the-mail',
  },
  {
    ...{
      name: 'complete-profile',
      route: '/complete-profile',
      title: 'entry:profile.title',
      who: 'newcomer',
    },
    show: async ({ page, t }) => page.getByLabel(t('entry:profile.nickname')).fill('Nina'),
  },
]

const organization: readonly Shot[] = [
  {
    ...{ name: 'overview', route: '/orgs/$org/overview', title: 'overview:title', who: 'member' },
    show: async ({ page }) => page.getByRole('figure').waitFor(),
  },
  {
    ...{ name: 'playground', route: '/orgs/$org/playground', title: 'playground:title', who: 'member' },
    query: () => '?model=qwen3-32b',
    show: async ({ page, t, world: { words } }) => {
      await page.getByLabel(t('playground:settings.system')).fill(words.chat.system)
      const message = page.getByRole('textbox', { name: t('playground:composer.label') })
      await message.fill(words.chat.question)
      await message.press('Enter')
      await page.getByRole('link', { name: /^req_/ }).waitFor()
    },
  },
  {
    ...{ name: 'keys', route: '/orgs/$org/keys', title: 'keys:title', who: 'member' },
    show: rows(5),
  },
  {
    ...{ name: 'key-new', route: '/orgs/$org/keys', title: 'keys:title', who: 'member' },
    query: () => '?new=true',
    show: async ({ page, t, world: { words } }) => {
      const window = page.getByRole('dialog')
      await window.getByLabel(t('keys:name')).fill(words.keys.fresh.name)
      await window.getByLabel(t('keys:remark')).fill(words.keys.fresh.remark)
      await window.getByRole('button', { name: t('keys:advanced') }).click()
    },
  },
  {
    ...{ name: 'key-secret', route: '/orgs/$org/keys', title: 'keys:title', who: 'member' },
    query: () => '?new=true',
    show: async ({ page, t, world: { words } }) => {
      const window = page.getByRole('dialog')
      await window.getByLabel(t('keys:name')).fill(words.keys.fresh.name)
      await window.getByRole('button', { name: t('keys:new.verb') }).click()
      await seen(page, t('ui:secret.once'))
      await page.getByRole('tab', { name: t('keys:made.python') }).click()
    },
  },
  {
    ...{ name: 'key', route: '/orgs/$org/keys', title: 'keys:title', who: 'member' },
    query: ({ keyId }) => `?row=${keyId}`,
    show: dialog,
  },
  {
    ...{ name: 'usage', route: '/orgs/$org/usage', title: 'usage:title.usage', who: 'member' },
    show: rows(12),
  },
  {
    ...{ name: 'call', route: '/orgs/$org/usage', title: 'usage:title.usage', who: 'member' },
    query: ({ callId }) => `?row=${callId}`,
    show: async (visit) => {
      await seen(visit.page, visit.t('money:buckets.input'))
      await rows(12)(visit)
    },
  },
  {
    ...{ name: 'errors', route: '/orgs/$org/errors', title: 'usage:title.errors', who: 'member' },
    show: rows(3),
  },
  {
    ...{ name: 'models', route: '/orgs/$org/models', title: 'models:title', who: 'member' },
    show: rows(7),
  },
  {
    ...{ name: 'price-check', route: '/orgs/$org/models', title: 'models:title', who: 'member' },
    query: () => '?check=true',
    show: async ({ page, t }) => {
      const window = page.getByRole('dialog')
      await window.getByLabel(t('models:check.model'), { exact: true }).click()
      await page.getByRole('option', { name: /^gpt-4\.1\b(?!-)/ }).click()
      await window.getByLabel(t('models:check.input')).fill('12000')
      await window.getByLabel(t('models:check.output')).fill('800')
      await window.getByRole('button', { name: t('models:check.act'), exact: true }).click()
      await seen(page, t('models:check.yes'))
    },
  },
  {
    ...{ name: 'members', route: '/orgs/$org/members', title: 'organizations:members.title', who: 'member' },
    show: rows(5),
  },
  {
    ...{ name: 'policy', route: '/orgs/$org/policy', title: 'policy:title', who: 'member' },
    show: async ({ page, t }) => page.getByLabel(t('policy:keys.maxDays')).waitFor(),
  },
  { name: 'audit', route: '/orgs/$org/audit', title: 'audit:title', who: 'member', show: rows(8) },
  {
    ...{ name: 'event', route: '/orgs/$org/audit', title: 'audit:title', who: 'member' },
    show: async (visit) => {
      await press(visit.page, visit.t('events:acts.policy.updated'))
      await dialog(visit)
    },
  },
  {
    ...{ name: 'organization-settings', route: '/orgs/$org/settings', title: 'organizations:settings.title' },
    who: 'member',
    show: async ({ page, t }) => seen(page, t('organizations:settings.idUse')),
  },
  {
    ...{ name: 'wallet', route: '/orgs/$org/wallet', title: 'wallet:title', who: 'member' },
    show: async ({ page }) => page.getByRole('table').getByRole('row').nth(6).waitFor(),
  },
  {
    ...{ name: 'switcher', route: '/orgs/$org/overview', title: 'overview:title', who: 'member' },
    show: async ({ page, t, world }) => {
      await page.getByRole('figure').waitFor()
      await press(page, t('shell:organization.current', { name: world.words.organization.name }))
      await page.getByRole('menuitem', { name: world.words.other.name }).waitFor()
    },
  },
  {
    ...{ name: 'search', route: '/orgs/$org/overview', title: 'overview:title', who: 'member' },
    show: async ({ page, t }) => {
      await page.getByRole('figure').waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: t('palette:label') }).waitFor()
    },
  },
  {
    ...{ name: 'shortcuts', route: '/orgs/$org/overview', title: 'overview:title', who: 'member' },
    show: async ({ page, t }) => {
      await page.getByRole('figure').waitFor()
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: t('palette:shortcuts.title') }).waitFor()
    },
  },
  {
    ...{ name: 'first-steps', route: '/orgs/$org/overview', title: 'overview:title', who: 'newcomer' },
    show: async ({ page, t }) => seen(page, t('overview:first.title')),
  },
]

const personal: readonly Shot[] = [
  { name: 'profile', route: '/personal/profile', title: 'personal:profile.title', who: 'member' },
  {
    ...{ name: 'profile-edit', route: '/personal/profile', title: 'personal:profile.title', who: 'member' },
    query: () => '?edit=true',
    show: async ({ page, t }) => page.getByLabel(t('personal:nickname')).waitFor(),
  },
  {
    ...{ name: 'avatar', route: '/personal/profile', title: 'personal:profile.title', who: 'member' },
    query: () => '?edit=true',
    show: async ({ page, t, world: { portrait } }) => {
      await press(page, t('personal:avatar.change'))
      const window = page.getByRole('dialog', { name: t('personal:avatar.title') })
      const buffer = portrait
      await window
        .locator('input[type=file]')
        .setInputFiles({ name: 'portrait.png', mimeType: 'image/png', buffer })
      await window.getByLabel(t('personal:avatar.zoom')).fill('1.4')
    },
  },
  {
    ...{
      name: 'organizations',
      route: '/personal/organizations',
      title: 'organizations:list.title',
      who: 'member',
    },
    show: async ({ page, t }) => page.getByText(t('organizations:enter')).nth(2).waitFor(),
  },
  { name: 'my-keys', route: '/personal/keys', title: 'keys:mine.title', who: 'member', show: rows(3) },
  { name: 'account', route: '/personal/account', title: 'personal:account.title', who: 'member' },
  {
    ...{ name: 'password', route: '/personal/account', title: 'personal:account.title', who: 'member' },
    show: async ({ page, t }) => {
      await press(page, t('personal:password.modify'))
      await page.getByRole('dialog', { name: t('personal:password.title') }).waitFor()
    },
  },
  {
    ...{ name: 'emails', route: '/personal/account/emails', title: 'emails:title', who: 'member' },
    show: async ({ page, t }) => seen(page, t('emails:unproven')),
  },
  {
    ...{
      name: 'sessions',
      route: '/personal/account/sessions',
      title: 'personal:sessions.title',
      who: 'member',
    },
    show: rows(1),
  },
  {
    ...{
      name: 'two-factor',
      route: '/personal/account/two-factor',
      title: 'secondFactor:title',
      who: 'member',
    },
    show: async ({ page, t }) => {
      await page.getByRole('button', { name: t('secondFactor:begin') }).click()
      await page.getByRole('img', { name: t('secondFactor:steps.qr') }).waitFor()
    },
  },
  {
    ...{
      name: 'access-tokens',
      route: '/personal/account/access-tokens',
      title: 'tokens:title',
      who: 'member',
    },
    show: rows(2),
  },
  {
    ...{
      name: 'access-token-new',
      route: '/personal/account/access-tokens',
      title: 'tokens:title',
      who: 'member',
    },
    show: async ({ page, t, world: { words } }) => {
      await page
        .getByRole('main')
        .getByRole('button', { name: t('tokens:new.open') })
        .click()
      const window = page.getByRole('dialog')
      await window.getByLabel(t('tokens:name'), { exact: true }).fill(words.tokens.fresh)
      await window.getByRole('radio', { name: t('tokens:access.areas') }).click()
    },
  },
  {
    ...{
      name: 'security-log',
      route: '/personal/account/security-log',
      title: 'personal:log.title',
      who: 'member',
    },
    show: rows(5),
  },
  {
    ...{ name: 'check-up', route: '/personal/check-up', title: 'checkUp:title', who: 'member' },
    show: async ({ page, t }) => seen(page, t('checkUp:keep.title')),
  },
  { name: 'settings', route: '/personal/settings', title: 'personal:other.title', who: 'member' },
  {
    ...{
      name: 'settings-console',
      route: '/personal/settings',
      title: 'personal:other.title',
      who: 'member',
    },
    query: () => '?tab=console',
    show: async ({ page, t }) => seen(page, t('personal:appearance.title')),
  },
]

const operator: readonly Shot[] = [
  {
    name: 'upstreams',
    route: '/operator/upstreams',
    title: 'upstreams:title',
    who: 'operator',
    show: rows(2),
  },
  {
    ...{
      name: 'upstream-new',
      route: '/operator/upstreams/new',
      title: 'upstreams:addTitle',
      who: 'operator',
    },
    show: async ({ page, t, world }) => {
      await page.getByLabel(t('upstreams:field.name'), { exact: true }).fill(world.words.upstreams.next)
      await page.getByLabel(t('upstreams:field.baseUrl')).fill(world.upstream.baseUrl)
      await page.getByRole('button', { name: t('upstreams:test.act') }).click()
      await page.getByRole('button', { name: t('upstreams:test.takeAll') }).click()
    },
  },
  {
    ...{ name: 'upstream', route: '/operator/upstreams/$id', title: 'upstreams:title', who: 'operator' },
    show: async ({ page, t }) => page.getByLabel(t('upstreams:field.priority')).waitFor(),
  },
  {
    ...{ name: 'upstream-test', route: '/operator/upstreams', title: 'upstreams:title', who: 'operator' },
    show: async ({ page, t, world }) => {
      await press(page, t('upstreams:live.title', { name: world.words.upstreams.own }))
      const panel = page.getByRole('dialog')
      await panel.getByRole('button', { name: t('upstreams:live.all', { count: 3, number: '3' }) }).click()
      await seen(page, t('upstreams:live.sum', { good: '3', all: '3' }))
    },
  },
  { name: 'prices', route: '/operator/prices', title: 'prices:title', who: 'operator', show: rows(7) },
  {
    ...{ name: 'price', route: '/operator/prices', title: 'prices:title', who: 'operator' },
    show: async (visit) => {
      await rows(7)(visit)
      await press(visit.page, 'gpt-4.1-mini')
      await dialog(visit)
    },
  },
  {
    ...{
      name: 'price-compare',
      route: '/operator/prices/compare',
      title: 'priceLists:compare.title',
      who: 'operator',
    },
    show: rows(3),
  },
  {
    ...{
      name: 'price-import',
      route: '/operator/prices/import',
      title: 'priceLists:import.title',
      who: 'operator',
    },
    show: async ({ page, t }) => {
      const lines = [
        'model,state,input,cache_read,output',
        'gpt-4.1-mini,priced,0.44,0.11,1.76',
        'gpt-4.1,priced,2.2,0.55,8.8',
        'bge-m3,free,,,',
        'qwen3-trial,priced,cheap,,',
      ]
      await page.getByRole('textbox', { name: t('priceLists:import.list') }).fill(lines.join('\n'))
      await page.getByRole('button', { name: t('priceLists:import.check') }).click()
      await seen(page, t('priceLists:problem.bad_rate'))
    },
  },
  { name: 'credits', route: '/operator/credits', title: 'credits:title', who: 'operator', show: rows(5) },
  {
    ...{ name: 'credit', route: '/operator/credits', title: 'credits:title', who: 'operator' },
    show: async (visit) => {
      const { page, world } = visit
      await press(page, world.words.organization.name)
      await page.getByRole('dialog').getByText(world.words.names.grace).waitFor()
    },
  },
  { name: 'mail', route: '/operator/mail', title: 'mail:title', who: 'operator', show: rows(3) },
  { name: 'accounts', route: '/operator/accounts', title: 'accounts:title', who: 'operator', show: rows(6) },
  {
    ...{ name: 'person', route: '/operator/accounts', title: 'accounts:title', who: 'operator' },
    show: async (visit) => {
      const { page, world } = visit
      await press(page, world.words.names.ada)
      await page.getByRole('dialog').getByText(world.words.organization.name).waitFor()
    },
  },
  {
    name: 'invitations',
    route: '/operator/invitations',
    title: 'invitations:title',
    who: 'operator',
    show: rows(7),
  },
  {
    ...{ name: 'system-settings', route: '/operator/settings', title: 'settings:title', who: 'operator' },
    show: async ({ page, t }) => seen(page, t('settings:sandbox.effect')),
  },
  {
    ...{ name: 'health', route: '/operator/health', title: 'health:title', who: 'operator' },
    show: async ({ page, t, world }) => {
      await seen(page, t('health:nodes.title'))
      await world.showNodes()
      await press(page, t('health:refresh'))
    },
  },
]

/** The set-up is of a server without anybody: taken before the world is made. */
export const setup = { name: 'setup', route: '/setup', title: 'entry:setup.title' } as const

/** Every picture but that one, in the order in which they are taken. */
export const shots: readonly Shot[] = [...entry, ...organization, ...personal, ...operator]
