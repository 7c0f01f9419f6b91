import { expect, expectFinePage, expectLanguage, test } from './test.ts'
import { type Language, textsOf } from './texts.ts'

/** The first operator's way in, in one language; once for each server. */
export function setUpJourney(language: Language): void {
  const t = textsOf(language)
  test('set-up link → operator signed in → profile → API keys; the link works once', async ({
    page,
    world,
    complaints,
  }) => {
    await page.goto(world.setupLink as string)
    await expectLanguage(page, language)
    await page.getByLabel(t('entry:username')).fill('olivia')
    await page.getByLabel(t('entry:email')).fill('olivia@example.com')
    await page.getByRole('button', { name: t('ui:passphrase.suggest') }).click()
    const phrase = await page.getByLabel(t('entry:password'), { exact: true }).inputValue()
    expect(phrase.split(' ')).toHaveLength(6)
    await expectFinePage(page, `setup-${language}`)
    await page.getByRole('button', { name: t('entry:setup.verb') }).click()

    await expect(page).toHaveURL('/complete-profile')
    await page.getByLabel(t('entry:profile.nickname')).fill('Olivia')
    await page.getByRole('button', { name: t('entry:profile.verb') }).click()
    await expect(page).toHaveURL('/orgs/olivia/overview')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('overview:title'))
    await expect(
      page.getByRole('navigation').getByRole('link', { name: t('shell:pages.upstreams') }),
    ).toBeVisible()

    await page.goto(world.setupLink as string)
    await expect(page.getByText(t('entry:setup.done'))).toBeVisible()
    await complaints.endSession()
    await page.goto('/sign-in')
    await page.getByLabel(t('entry:signIn.name')).fill('olivia@example.com')
    await page.getByLabel(t('entry:password'), { exact: true }).fill(phrase)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/orgs/olivia/overview')
  })
}
