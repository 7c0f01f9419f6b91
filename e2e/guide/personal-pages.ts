import { press, rows, type Shot, seen } from './shot.ts'

export const personal: readonly Shot[] = [
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
    ...{ name: 'binding', route: '/personal/account/binding', title: 'binding:title', who: 'member' },
    show: async ({ page, t }) => seen(page, t('binding:lastUsed')),
  },
  {
    ...{ name: 'emails', route: '/personal/account/emails', title: 'emails:title', who: 'member' },
    show: async ({ page, t }) => seen(page, t('emails:unproven')),
  },
  {
    ...{ name: 'export', route: '/personal/account/export', title: 'leaving:export.title', who: 'member' },
    show: async ({ page, t }) => {
      await press(page, t('leaving:export.verb'))
      await seen(page, t('leaving:export.states.ready'))
    },
  },
  {
    ...{ name: 'delete-account', route: '/personal/account/delete', title: 'leaving:title', who: 'member' },
    show: async ({ page, t }) => seen(page, t('leaving:goes.title')),
  },
  {
    ...{ name: 'confirmed', route: '/confirmed', title: 'shell:confirm.title', who: 'nobody' },
    query: () => '?problem=identity_not_yours',
  },
  {
    ...{
      name: 'account-deleted',
      route: '/account-deleted',
      title: 'links:deleted.title.gone',
      who: 'nobody',
    },
    query: () => '?state=gone',
  },
  {
    ...{
      name: 'undo-deletion',
      route: '/undo-deletion',
      title: 'links:undoDeletion.title',
      who: 'nobody',
    },
    query: () => '#a-link-of-a-mail',
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
      name: 'passkeys',
      route: '/personal/account/passkeys',
      title: 'passkeys:title',
      who: 'member',
    },
    show: rows(2),
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
