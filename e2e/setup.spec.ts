import { setUpJourney } from './setup-journey.ts'
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

setUpJourney('en')
