import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { addMember, forgetConfirmations } from './database.ts'
import { enter, expect, expectFinePage, inBothLanguages, makeKey, operatorOf, signUp, test } from './test.ts'

test.setTimeout(180_000)

inBothLanguages((language, t) => {
  const confirm = async (page: Page, password: string) => {
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('entry:password'), { exact: true }).fill(password)
    await dialog.getByRole('button', { name: t('shell:confirm.verb'), exact: true }).click()
  }

  test('leaving: an archive is made and downloaded, then the account is deleted for good', async ({
    page,
    world,
    complaints,
  }) => {
    const ada = await signUp(world)
    await makeKey(ada)
    const shared = await signUp(world, { nickname: 'Grace' })
    addMember(world, shared.org, ada, 'member')
    await enter(page, world, ada)
    await page.goto('/personal/account')
    await page.getByRole('link', { name: t('leaving:export.title') }).click()
    await expect(page).toHaveURL('/personal/account/export')
    await expect(page.getByText(t('leaving:export.none'))).toBeVisible()
    await page.getByRole('button', { name: t('leaving:export.verb') }).click()
    await expect(page.getByText(t('leaving:export.states.ready'))).toBeVisible({ timeout: 30_000 })
    await expectFinePage(page, `export-${language}`)

    // A download is as dangerous as what it holds: an old proof does not do.
    forgetConfirmations(world, ada)
    complaints.allowRefusal(/^403 GET .*archive$/)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: t('leaving:export.download') }).click()
    await confirm(page, ada.password)
    const file = await download
    expect(file.suggestedFilename()).toContain(ada.username)
    const files = unzipSync(readFileSync(await file.path()))
    const profile = Buffer.from(files['profile.json'] ?? []).toString('utf8')
    expect(JSON.parse(profile)).toMatchObject({ username: ada.username, email: ada.email })

    await page.goto('/personal/account')
    await page.getByRole('link', { name: t('leaving:title') }).click()
    await expect(page).toHaveURL('/personal/account/delete')
    await expect(page.getByText(t('leaving:goes.title'))).toBeVisible()
    await expect(page.getByRole('link', { name: t('leaving:export.open') })).toBeVisible()
    await expectFinePage(page, `delete-account-${language}`)
    const name = page.getByLabel(t('leaving:confirm.label', { username: ada.username }))
    complaints.allowRefusal(/^400 DELETE .*me$/)
    await name.fill('somebody-else')
    await page.getByRole('button', { name: t('leaving:confirm.verb'), exact: true }).click()
    await expect(page.getByText(t('errors:username_mismatch'))).toBeVisible()
    await name.fill(ada.username)
    await page.getByRole('button', { name: t('leaving:confirm.verb'), exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('links:deleted.title.gone'))
    await expectFinePage(page, `account-deleted-${language}`)

    complaints.allowRefusal(/^401 POST .*sign-in$/)
    await page.goto('/sign-in')
    await page.getByLabel(t('entry:signIn.name')).fill(ada.username)
    await page.getByLabel(t('entry:password'), { exact: true }).fill(ada.password)
    await page.getByRole('button', { name: t('entry:signIn.verb'), exact: true }).click()
    await expect(page.getByText(t('errors:invalid_credentials'))).toBeVisible()
  })

  test('leaving: who alone owns what others are in is told so, and deletes nothing', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const grace = await signUp(world)
    const slug = `engines-${Date.now().toString(36)}`
    await ada.send('POST', '/orgs', { name: 'Analytical Engines', slug })
    addMember(world, slug, grace, 'member')
    await enter(page, world, ada)
    await page.goto('/personal/account/delete')
    await expect(page.getByText(t('leaving:blocking.title'))).toBeVisible()
    await expect(page.getByText('Analytical Engines')).toBeVisible()
    await expect(page.getByRole('button', { name: t('leaving:confirm.verb'), exact: true })).toHaveCount(0)
    await expectFinePage(page, `delete-account-blocked-${language}`)
  })

  test('leaving: with time to think again, the link of the mail brings the account back; the operator deletes it', async ({
    page,
    world,
    complaints,
  }) => {
    const operator = await operatorOf(world)
    await operator.send('PATCH', '/admin/settings', { deletionGraceDays: 7 })
    const ada = await signUp(world)
    const { account } = await ada.get<{ account: { id: string } }>('/auth/session')
    await operator.send('PATCH', `/admin/accounts/${account.id}`, { emailVerified: true })
    await enter(page, world, ada)
    await page.goto('/personal/account/delete')
    await page.getByLabel(t('leaving:confirm.label', { username: ada.username })).fill(ada.username)
    await page.getByRole('button', { name: t('leaving:confirm.verb'), exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('links:deleted.title.waiting'))
    await operator.send('PATCH', '/admin/settings', { deletionGraceDays: 0 })
    await expectFinePage(page, `account-closed-${language}`)

    type Mails = { items: { id: string; kind: string; account: { id: string } | null }[] }
    const { items } = await operator.get<Mails>('/admin/mails')
    const mail = items.find((one) => one.kind === 'deletion_asked' && one.account?.id === account.id)
    const { url } = await operator.send<{ url: string }>('POST', `/admin/mails/${mail?.id}/link`)
    await page.goto(url.slice(new URL(url).origin.length))
    await expectFinePage(page, `undo-deletion-${language}`)
    await page.getByRole('button', { name: t('links:undoDeletion.verb') }).click()
    await expect(page.getByText(t('links:undoDeletion.done', { username: ada.username }))).toBeVisible()

    await enter(page, world, operator)
    await page.goto(`/operator/accounts?row=${account.id}`)
    complaints.allowRefusal(/^404 GET .*accounts/)
    await page.getByRole('button', { name: t('accounts:act.delete'), exact: true }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog.getByRole('button', { name: t('accounts:act.delete') })).toBeDisabled()
    await dialog.getByRole('textbox').fill(ada.username)
    await dialog.getByRole('button', { name: t('accounts:act.delete') }).click()
    await expect(page.getByText(t('accounts:done.delete', { name: 'Ada' }))).toBeVisible()
    expect((await operator.call('GET', `/admin/accounts/${account.id}`)).status()).toBe(404)
  })
})
