import { operator } from './operator-pages.ts'
import { personal } from './personal-pages.ts'
import { dialog, press, rows, type Shot, seen } from './shot.ts'

export type { Shot, Visit } from './shot.ts'

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
    query: ({ resetToken }) => `#${resetToken}`,
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
    ...{ name: 'not-me', route: '/not-me', title: 'links:notMe.title', who: 'nobody' },
    query: () => '#the-code-of-the-mail',
  },
  {
    ...{ name: 'second-factor-required', route: '/second-factor-required', who: 'member' },
    title: 'secondFactor:required.title',
    show: async ({ page, t }) => page.getByRole('button', { name: t('secondFactor:begin') }).waitFor(),
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

/** The set-up is of a server without anybody: taken before the world is made. */
export const setup = { name: 'setup', route: '/setup', title: 'entry:setup.title' } as const

/** Every picture but that one, in the order in which they are taken. */
export const shots: readonly Shot[] = [...entry, ...organization, ...personal, ...operator]
