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
    for (const outcome of ['in', 'refused'] as const) {
      await complaints.endSession()
      await page.goto(url)
      await expect(page.getByText(t('entry:signUp.invited'))).toBeVisible()
      const person = newPerson()
      await page.getByLabel(t('entry:username')).fill(person.username)
      await page.getByLabel(t('entry:email')).fill(person.email)
      await page.getByLabel(t('entry:password'), { exact: true }).fill(person.password)
      await page.getByRole('button', { name: t('entry:signUp.verb') }).click()
      if (outcome === 'in') await expect(page).toHaveURL('/complete-profile')
      else await expect(page.getByRole('alert')).toContainText(t('errors:invitation_invalid'))
    }
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
