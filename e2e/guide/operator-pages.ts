import { dialog, press, rows, type Shot, seen } from './shot.ts'

export const operator: readonly Shot[] = [
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
  {
    ...{
      name: 'identity-providers',
      route: '/operator/identity-providers',
      title: 'providers:title',
      who: 'operator',
    },
    show: rows(2),
  },
  {
    ...{
      name: 'identity-provider-new',
      route: '/operator/identity-providers/new',
      title: 'providers:addTitle',
      who: 'operator',
    },
    show: async ({ page, t }) => page.getByLabel(t('providers:field.clientId'), { exact: true }).waitFor(),
  },
  {
    ...{
      name: 'identity-provider',
      route: '/operator/identity-providers/$id',
      title: 'providers:title',
      who: 'operator',
    },
    show: async ({ page, t }) => page.getByLabel(t('providers:field.clientId'), { exact: true }).waitFor(),
  },
  {
    ...{ name: 'operator-audit', route: '/operator/audit', title: 'adminAudit:title', who: 'operator' },
    show: rows(3),
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
    ...{ name: 'sign-in-security', route: '/operator/security', title: 'security:title', who: 'operator' },
    show: async ({ page, t }) => seen(page, t('security:passkeys.effect')),
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
