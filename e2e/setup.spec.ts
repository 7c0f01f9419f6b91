import { expect, expectFinePage, expectLanguage, inBothLanguages, test, withoutOperator } from './test.ts'

test.use({ serverEnv: withoutOperator })

inBothLanguages((language, t) => {
  test('set-up without its token says where the link is', async ({ page, world }) => {
    expect(world.setupLink).not.toBeNull()
    await page.goto('/setup')
    await expectLanguage(page, language)
    await expect(page.getByText(t('entry:setup.noToken'))).toBeVisible()
    await expectFinePage(page, `setup-no-token-${language}`)
  })

  test('a link that is not good says so and keeps what was typed', async ({ page }) => {
    await page.goto('/setup?token=wrong')
    await page.getByLabel(t('entry:username')).fill('olivia')
    await page.getByLabel(t('entry:email')).fill('olivia@example.com')
    await page.getByLabel(t('entry:password'), { exact: true }).fill('seven quiet lanterns drift')
    await page.getByRole('button', { name: t('entry:setup.verb') }).click()
    await expect(page.getByRole('alert')).toContainText(t('errors:setup_link_invalid'))
    await expect(page.getByLabel(t('entry:username'))).toHaveValue('olivia')
    await expectFinePage(page, `setup-bad-link-${language}`)
  })
})

test('set-up link → operator signed in → profile → API keys; the link works once', async ({
  page,
  world,
}) => {
  await page.goto(world.setupLink as string)
  await page.getByLabel('Username').fill('olivia')
  await page.getByLabel('E-mail address').fill('olivia@example.com')
  await page.getByRole('button', { name: 'Suggest a passphrase' }).click()
  const phrase = await page.getByLabel('Password', { exact: true }).inputValue()
  expect(phrase.split(' ')).toHaveLength(6)
  await expectFinePage(page, 'setup-en')
  await page.getByRole('button', { name: 'Create the operator’s account' }).click()

  await expect(page).toHaveURL('/complete-profile')
  await page.getByLabel('Nickname').fill('Olivia')
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await expect(page).toHaveURL('/orgs/olivia/keys')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API Keys')
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Upstreams' })).toBeVisible()

  await page.goto(world.setupLink as string)
  await expect(page.getByText('This installation has its operator.')).toBeVisible()
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.getByLabel('Username or e-mail address').fill('olivia@example.com')
  await page.getByLabel('Password', { exact: true }).fill(phrase)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/orgs/olivia/keys')
})
