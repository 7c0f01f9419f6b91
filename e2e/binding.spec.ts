import type { Page } from '@playwright/test'
import { startGithub } from '../server/testing/github.ts'
import { startIssuer } from '../server/testing/issuer.ts'
import { enrol } from './authenticator.ts'
import { forgetConfirmations, forgetPassword } from './database.ts'
import {
  enter,
  expect,
  expectFinePage,
  inBothLanguages,
  operator,
  operatorOf,
  signIn,
  signUp,
  test,
  type World,
} from './test.ts'

test.use({ serverEnv: { PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8' } })

const callback = (world: World, slug: string) => `${world.url}/api/v1/auth/oauth/${slug}/callback`

inBothLanguages((language, t) => {
  const slug = `acme-${language}`
  const go = (page: Page, name: string) => page.getByRole('link', { name: t('proof:providers.go', { name }) })
  const bind = (page: Page, name: string) =>
    page.getByRole('button', { name: t('binding:bind.of', { name }) })

  test('without a provider Account Binding says who can, and e-mail is one', async ({ page, world }) => {
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto('/personal/account')
    await page.getByRole('link', { name: `${t('binding:row.open')}: ${t('binding:title')}` }).click()
    await expect(page).toHaveURL('/personal/account/binding')
    await expect(page.getByText(ada.email)).toBeVisible()
  })

  test('the operator trusts a provider, a person binds it, signs in by it and unbinds it', async ({
    page,
    world,
  }) => {
    const issuer = await startIssuer(callback(world, slug))
    const name = `Acme ${language}`
    issuer.person = { sub: `pia-${language}`, email: 'pia@example.org', email_verified: true }
    try {
      const olivia = await operatorOf(world)
      const { id } = await olivia.send<{ id: string }>('POST', '/orgs', {
        ...{ name: `Engines ${language}`, slug: `engines-${language}` },
      })
      await enter(page, world, operator)
      await page.goto('/operator/identity-providers')
      await expectFinePage(page, `identity-providers-${language}`)
      await page
        .getByRole('link', { name: t('providers:add') })
        .first()
        .click()
      await page.getByRole('radio', { name: t('providers:kinds.oidc') }).click()
      await page.getByLabel(t('providers:field.name'), { exact: true }).fill(name)
      await page.getByLabel(t('providers:field.slug'), { exact: true }).fill(slug)
      await page.getByLabel(t('providers:field.issuer'), { exact: true }).fill(issuer.url)
      await page.getByLabel(t('providers:field.clientId'), { exact: true }).fill(issuer.clientId)
      await page.getByLabel(t('providers:field.clientSecret')).first().fill(issuer.clientSecret)
      // A claim brings into an organization that is chosen by its name; a rule that is not whole is no rule.
      await page.getByRole('button', { name: t('providers:mapping.add') }).click()
      const rule = page.getByRole('group', { name: t('providers:mapping.rule', { number: 1 }) })
      await rule.getByLabel(t('providers:mapping.claim')).fill('groups')
      await page.getByRole('button', { name: t('providers:add') }).click()
      await expect(rule.getByLabel(t('providers:mapping.value'))).toBeFocused()
      await rule.getByLabel(t('providers:mapping.value')).fill('staff')
      await rule.getByRole('combobox', { name: t('providers:mapping.organization') }).click()
      await page.getByRole('option', { name: `Engines ${language}` }).click()
      await page.getByRole('button', { name: t('providers:mapping.add') }).click()
      await page.getByRole('button', { name: t('providers:mapping.remove', { number: 2 }) }).click()
      // The provider asks for it before it gives a client id.
      await expect(page.getByText(`/api/v1/auth/oauth/${slug}/callback`)).toBeVisible()
      await expectFinePage(page, `identity-provider-new-${language}`)
      await page.getByRole('button', { name: t('providers:add') }).click()
      await expect(page.getByText(callback(world, slug))).toBeVisible()
      await page.getByRole('button', { name: t('providers:test.act') }).click()
      await expect(page.getByText(t('providers:test.ok'))).toBeVisible()
      const { items } = await olivia.get<{ items: { slug: string; mapping: object[] }[] }>(
        '/admin/identity-providers',
      )
      expect(items.find((one) => one.slug === slug)?.mapping).toEqual([
        { claim: 'groups', value: 'staff', organizationId: id, role: 'member' },
      ])
      await expectFinePage(page, `identity-provider-${language}`)
      await page.context().clearCookies()

      const ada = await signUp(world)
      await enter(page, world, ada)
      await page.goto('/personal/account/binding')
      await bind(page, name).click()
      await expect(page.getByText(t('binding:bound', { name }))).toBeVisible()
      await expect(page.getByText('pia@example.org')).toBeVisible()
      await expectFinePage(page, `binding-${language}`)

      // The provider still knows who it is.
      await page.goto('about:blank')
      await page.context().clearCookies({ name: /^portico/ })
      await page.goto('/sign-in?next=/personal/keys')
      await expect(go(page, name)).toBeVisible()
      await expectFinePage(page, `sign-in-providers-${language}`)
      await go(page, name).click()
      await expect(page).toHaveURL('/personal/keys')

      await page.goto('/personal/account/binding')
      await page
        .getByRole('button', { name: t('binding:unbind.of', { name, label: 'pia@example.org' }) })
        .click()
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: t('binding:unbind.act') })
        .click()
      await expect(bind(page, name)).toBeVisible()

      await page.goto('about:blank')
      await page.context().clearCookies({ name: /^portico/ })
      await page.goto('/sign-in')
      await go(page, name).click()
      await expect(page.getByText(t('errors:identity_unknown'))).toBeVisible()
      await expectFinePage(page, `sign-in-problem-${language}`)
    } finally {
      await issuer.close()
    }
  })

  test('rule 13: who has no password confirms where they come from, beside the page, which keeps what was typed', async ({
    page,
    context,
    world,
  }) => {
    const place = `home-${language}`
    const name = `Home ${language}`
    const issuer = await startIssuer(callback(world, place))
    const person = { sub: `hal-${language}`, email: 'hal@example.org', email_verified: true }
    issuer.person = person
    try {
      const olivia = await operatorOf(world)
      await olivia.send('POST', '/admin/identity-providers', {
        ...{ slug: place, kind: 'oidc', name, issuer: issuer.url },
        ...{ clientId: issuer.clientId, clientSecret: issuer.clientSecret },
      })
      const ada = await signUp(world)
      await enter(page, world, ada)
      await page.goto('/personal/account/binding')
      await bind(page, name).click()
      await expect(page.getByText(t('binding:bound', { name }))).toBeVisible()
      forgetPassword(world, ada)
      forgetConfirmations(world, ada)

      await page.goto('/personal/account/access-tokens')
      await page
        .getByRole('button', { name: t('tokens:new.open') })
        .first()
        .click()
      const dialog = page.getByRole('dialog', { name: t('tokens:new.title') })
      await dialog.getByLabel(t('tokens:name'), { exact: true }).fill('nightly report')
      await dialog.getByRole('button', { name: t('tokens:new.verb') }).click()
      const confirm = page.getByRole('dialog', { name: t('shell:confirm.title') })
      const again = confirm.getByRole('button', { name: t('proof:identity.go', { name }) })
      await expect(again).toBeVisible()
      await expectFinePage(page, `confirm-identity-${language}`)

      // Somebody else sits at the provider.
      issuer.person = { sub: 'somebody else' }
      const [wrong] = await Promise.all([page.waitForEvent('popup'), again.click()])
      await expect(wrong.getByText(t('errors:identity_not_yours'))).toBeVisible()
      await expect(confirm.getByText(t('proof:identity.waiting', { name }))).toBeVisible()
      await expectFinePage(wrong, `confirmed-not-${language}`)
      await wrong.close()
      await expect(again).toBeVisible()

      issuer.person = person
      const [right] = await Promise.all([page.waitForEvent('popup'), again.click()])
      await right.waitForEvent('close')
      await expect(confirm).toHaveCount(0)
      await expect(
        page.getByRole('dialog', { name: t('tokens:made.title', { name: 'nightly report' }) }),
      ).toBeVisible()

      // A browser that opens no window is sent there and back.
      forgetConfirmations(world, ada)
      await context.addInitScript(() => {
        window.open = () => null
        window.close = () => {}
      })
      await page.goto('/personal/account/binding')
      const unbind = page.getByRole('button', {
        name: t('binding:unbind.of', { name, label: 'hal@example.org' }),
      })
      const ask = page.getByRole('alertdialog')
      await unbind.click()
      await ask.getByRole('button', { name: t('binding:unbind.act') }).click()
      await again.click()
      await expect(page).toHaveURL('/personal/account/binding')
      await unbind.click()
      await ask.getByRole('button', { name: t('binding:unbind.act') }).click()
      await expect(ask.getByText(t('errors:last_way_in'))).toBeVisible()
      await page.goto('/confirmed')
      await expect(page.getByText(t('proof:identity.done'))).toBeVisible()
      await expectFinePage(page, `confirmed-${language}`)
    } finally {
      await issuer.close()
    }
  })

  test('GitHub: a new person signs up by it, and who has two factors is asked for the second', async ({
    page,
    world,
  }) => {
    const github = await startGithub()
    const name = `GitHub ${language}`
    github.user = {
      ...{ id: language === 'en' ? 41 : 42, login: `octo-${language}`, name: 'Octo Pia' },
      ...{ email: `octo-${language}@example.org`, verified: true },
    }
    try {
      const olivia = await operatorOf(world)
      await olivia.send('POST', '/admin/identity-providers', {
        ...{ slug: `github-${language}`, kind: 'github', name, issuer: github.url, signUp: 'open' },
        ...{ clientId: github.clientId, clientSecret: github.clientSecret },
      })
      await page.goto('/sign-up')
      await go(page, name).click()
      await expect(page).toHaveURL(/complete-profile/)

      const ada = await signUp(world)
      await page.goto('about:blank')
      await page.context().clearCookies()
      github.user = { ...github.user, id: language === 'en' ? 51 : 52 }
      await enter(page, world, ada)
      await page.goto('/personal/account/binding')
      await bind(page, name).click()
      await expect(page.getByText(t('binding:bound', { name }))).toBeVisible()
      const { app } = await enrol(await signIn(world, ada))
      await page.goto('about:blank')
      await page.context().clearCookies()
      await page.goto('/sign-in?next=/personal/keys')
      await go(page, name).click()
      await page.getByLabel(t('proof:code')).fill(await app.next())
      await expect(page).toHaveURL('/personal/keys')
    } finally {
      await github.close()
    }
  })
})
