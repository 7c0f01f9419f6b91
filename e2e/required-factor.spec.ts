import { authenticator, enrol } from './authenticator.ts'
import {
  enter,
  expect,
  expectFinePage,
  expectLanguage,
  inBothLanguages,
  operatorOf,
  signUp,
  test,
  type Visitor,
  type World,
} from './test.ts'

// Codes are good once, so a journey may have to wait for the next.
test.setTimeout(180_000)

/** The operator, with an authenticator: enrolled once, since signing in asks for it afterwards. */
const operators = new Map<World, Promise<Visitor>>()
function enrolledOperator(world: World): Promise<Visitor> {
  const made =
    operators.get(world) ??
    operatorOf(world).then(async (operator) => {
      await enrol(operator)
      return operator
    })
  operators.set(world, made)
  return made
}

inBothLanguages((language, t) => {
  test('rule 22: the operator requires a second factor; the page that sets it up leads back', async ({
    page,
    world,
    complaints,
  }) => {
    const operator = await enrolledOperator(world)
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto('/personal/account/sessions')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await operator.send('PATCH', '/admin/settings', { requireTwoFactor: 'everyone' })
    try {
      complaints.allowRefusal(/^403 GET /)
      await page.reload()
      await expect(page).toHaveURL(/\/second-factor-required\?next=/)
      await expectLanguage(page, language)
      await expect(page.getByText(t('secondFactor:required.operator'))).toBeVisible()
      await expectFinePage(page, `second-factor-required-${language}`)
      await page.getByRole('button', { name: t('secondFactor:begin') }).click()
      const key = page.getByText(/^([A-Z2-7]{4}\s*){8}$/).first()
      const seed = ((await key.textContent()) ?? '').replaceAll(/\s/g, '')
      await expectFinePage(page, `second-factor-required-steps-${language}`)
      await page.getByLabel(t('proof:code')).pressSequentially(await authenticator(seed).next())
      await expect(page.getByText(t('secondFactor:enabled'))).toBeVisible()
      await expectFinePage(page, `second-factor-required-done-${language}`)
      await page.getByRole('button', { name: t('secondFactor:required.goOn') }).click()
      await expect(page).toHaveURL('/personal/account/sessions')
    } finally {
      await operator.send('PATCH', '/admin/settings', { requireTwoFactor: 'off' })
    }
  })

  test('rule 22: an organization requires it, says how many have none, and leads whoever has none', async ({
    page,
    world,
    complaints,
  }) => {
    const operator = await enrolledOperator(world)
    const ada = await signUp(world)
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/policy`)
    await expectLanguage(page, language)
    await expect(page.getByText(t('policy:twoFactor.without', { count: 1 }))).toBeVisible()
    await page.getByLabel(t('policy:twoFactor.day')).fill('2026-01-01')
    await page.getByRole('button', { name: t('policy:twoFactor.verb') }).click()
    // Nobody requires of others what they lack themselves.
    await expect(page.getByText(t('errors:own_second_factor_first'))).toBeVisible()
    await expectFinePage(page, `policy-two-factor-refused-${language}`)

    complaints.allowRefusal(/^40[13] GET /)
    await page.goto('about:blank')
    const { app } = await enrol(ada)
    await enter(page, world, ada)
    await page.request.post(`${world.url}/api/v1/auth/second-factor`, {
      headers: { origin: world.url },
      data: { code: await app.next() },
    })
    await page.goto(`/orgs/${ada.org}/policy`)
    await page.getByLabel(t('policy:twoFactor.day')).fill('2026-01-01')
    await page.getByRole('button', { name: t('policy:twoFactor.verb') }).click()
    await expect(page.getByText(t('policy:twoFactor.all'))).toBeVisible()
    await expect(page.getByRole('button', { name: t('policy:twoFactor.lift') })).toBeVisible()
    await expectFinePage(page, `policy-two-factor-${language}`)

    // The operator removes a factor that was lost: the organization waits for the next one.
    const { id } = await ada.get<{ id: string }>('/me')
    await operator.send('PATCH', `/admin/accounts/${id}`, { twoFactor: false })
    await page.goto('about:blank')
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/overview`)
    await expect(page).toHaveURL(/\/second-factor-required\?org=/)
    await expect(page.getByText(t('secondFactor:required.rest'))).toBeVisible()
    await expectFinePage(page, `second-factor-required-org-${language}`)
    await page.getByRole('link', { name: t('secondFactor:required.personal') }).click()
    await expect(page).toHaveURL('/personal/profile')
  })
})
