import { callGateway, expect, inBothLanguages, signUp, test } from './test.ts'

inBothLanguages((_language, t) => {
  test('by keyboard alone: sign in, make a key, copy its secret, open its detail', async ({
    page,
    world,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const ada = await signUp(world)
    const focused = page.locator(':focus')
    /** Tab, until what has the focus is called this. */
    async function tabTo(name: string, role: Parameters<typeof page.getByRole>[0] = 'button') {
      const goal = page.getByRole(role, { name, exact: true }).and(focused)
      for (let step = 0; step < 40; step += 1) {
        if ((await goal.count()) > 0) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`Tab does not reach the ${role} "${name}"`)
    }

    await page.goto('/sign-in')
    await expect(page.getByLabel(t('entry:signIn.name'))).toBeFocused()
    await page.keyboard.type(ada.username)
    await page.keyboard.press('Tab')
    await page.keyboard.type(ada.password)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${ada.org}/overview`)
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    await tabTo(t('overview:first.keyAct'), 'link')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/orgs/${ada.org}/keys`)
    // The focus is on the heading of the new page, so Tab goes on from there.
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()

    await tabTo(t('keys:new.open'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog').getByLabel(t('keys:name'))).toBeFocused()
    await page.keyboard.type('by keyboard')
    await page.keyboard.press('Enter')
    await expect(page.getByText(t('ui:secret.once'))).toBeVisible()
    await tabTo(t('ui:secret.copy'))
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^pk_/)
    const secret = await page.evaluate(() => navigator.clipboard.readText())
    await page.keyboard.press('Escape')
    await tabTo(t('ui:secret.saved'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect((await callGateway(world, secret)).status).toBe(200)

    await tabTo('by keyboard')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog', { name: 'by keyboard' })
    await expect(panel).toBeVisible()
    await tabTo(t('keys:switch.label'), 'switch')
    await page.keyboard.press('Space')
    await expect(page.getByText(t('keys:switch.disabled', { name: 'by keyboard' }))).toBeVisible()
    await tabTo(t('keys:revoke.verb'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('alertdialog')).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    // Back on the row that opened it.
    await expect(page.getByRole('button', { name: 'by keyboard', exact: true })).toBeFocused()
  })
})
