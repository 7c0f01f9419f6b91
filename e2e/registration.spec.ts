import { expect, expectFinePage, inBothLanguages, newPerson, operatorOf, test } from './test.ts'

test.use({ serverEnv: { PORTICO_REGISTRATION: '' } })

inBothLanguages((language, t) => {
  test('by invitation: the page says so, a link lets one person in', async ({ page, world, complaints }) => {
    const operator = await operatorOf(world)
    await operator.send('PATCH', '/admin/settings', { registration: 'invite' })
    await page.goto('/sign-in')
    await expect(page.getByText(t('entry:signIn.invited'))).toBeVisible()
    await page.goto('/sign-up')
    await expect(page.getByText(t('entry:signUp.inviteOnly'))).toBeVisible()
    await expect(page.getByLabel(t('entry:username'))).toHaveCount(0)
    await expectFinePage(page, `sign-up-invite-${language}`)

    const { url } = await operator.send<{ url: string }>('POST', '/admin/invitations', {})
    await complaints.endSession()
    // Two hold the same link: whoever is second is told when they send, and whoever opens it later at once.
    const tabs = { in: page, refused: await page.context().newPage() }
    for (const tab of Object.values(tabs)) {
      await tab.goto(url)
      await expect(tab.getByText(t('entry:signUp.invited'))).toBeVisible()
    }
    for (const [outcome, tab] of Object.entries(tabs)) {
      const person = newPerson()
      await tab.bringToFront()
      await tab.getByLabel(t('entry:username')).fill(person.username)
      await tab.getByLabel(t('entry:email')).fill(person.email)
      await tab.getByLabel(t('entry:password'), { exact: true }).fill(person.password)
      await tab.getByRole('button', { name: t('entry:signUp.verb') }).click()
      if (outcome === 'in') await expect(tab).toHaveURL('/complete-profile')
      else await expect(tab.getByRole('alert')).toContainText(t('errors:invitation_invalid'))
      await complaints.endSession()
    }
    await tabs.refused.goto(url)
    await expect(tabs.refused.getByText(t('entry:signUp.spent'))).toBeVisible()
    await expect(tabs.refused.getByLabel(t('entry:username'))).toHaveCount(0)
  })

  test('closed: nobody is led to a form', async ({ page, world }) => {
    const operator = await operatorOf(world)
    await operator.send('PATCH', '/admin/settings', { registration: 'closed' })
    await page.goto('/sign-in')
    await expect(page.getByRole('button', { name: t('entry:signIn.verb') })).toBeVisible()
    await expect(page.getByText(t('entry:signIn.new'))).toHaveCount(0)
    await page.goto('/sign-up')
    await expect(page.getByText(t('entry:signUp.closed'))).toBeVisible()
    await expect(page.getByLabel(t('entry:username'))).toHaveCount(0)
    await expectFinePage(page, `sign-up-closed-${language}`)
  })
})
