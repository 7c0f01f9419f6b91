import { enter, expect, expectFinePage, inBothLanguages, operatorOf, signUp, test } from './test.ts'

inBothLanguages((language, t) => {
  test('members see what they may call and at what price, filter it, and check what a call costs', async ({
    page,
    world,
  }) => {
    const ada = await signUp(world)
    const olivia = await operatorOf(world)
    await olivia.send('PUT', '/admin/prices/sandbox-embed', { state: 'free' })
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/wallet`)
    await page.getByRole('link', { name: t('shell:pages.models'), exact: true }).click()
    const rows = page.getByRole('table').first().getByRole('row')
    await expect(rows).toHaveCount(4)
    // Prices as people write them, and the state of each in words.
    await expect(rows.nth(1)).toContainText('sandbox-chat')
    await expect(rows.nth(1)).toContainText(t('ui:money.perMillion', { price: '$\u00a00.15' }))
    await expect(rows.nth(1)).toContainText(t('models:word.priced'))
    await expect(rows.nth(2)).toContainText(t('models:word.free'))
    await expect(rows.nth(2)).toContainText(t('models:purpose.embeddings'))
    await expect(rows.nth(3)).toContainText(t('models:word.refused'))
    await expectFinePage(page, `models-${language}`)

    await page.getByRole('combobox', { name: t('models:filter.purpose') }).click()
    await page.getByRole('option', { name: t('models:purpose.chat') }).click()
    await expect(page).toHaveURL(/purpose=chat/)
    await expect(rows).toHaveCount(3)
    await page.getByRole('searchbox', { name: t('models:search') }).fill('UNPRICED')
    await expect(rows).toHaveCount(2)
    // A copied link shows the same.
    await page.goto(page.url())
    await expect(rows).toHaveCount(2)
    await rows.nth(1).getByRole('rowheader').getByRole('button').click()
    const refused = page.getByRole('dialog', { name: 'sandbox-unpriced' })
    await expect(refused).toContainText(t('models:unpriced.refused'))
    await expect(refused.getByRole('link', { name: t('models:try') })).toHaveCount(0)
    await refused.getByRole('button', { name: t('models:check.act') }).click()
    await expect(refused).toContainText(t('errors:model_not_priced'))
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: t('ui:filters.clear') }).click()
    await expect(rows).toHaveCount(4)

    await rows.nth(1).getByRole('rowheader').getByRole('button').click()
    const panel = page.getByRole('dialog', { name: 'sandbox-chat' })
    await expect(panel).toContainText(t('money:buckets.cache_read'))
    await panel.getByLabel(t('models:check.input')).fill('1000')
    await panel.getByLabel(t('models:check.cached')).fill('400')
    await panel.getByLabel(t('models:check.output')).fill('100')
    await panel.getByLabel(t('models:check.n')).fill('3')
    await panel.getByRole('button', { name: t('models:check.act') }).click()
    await expect(panel).toContainText(t('models:check.yes'))
    // 600 \u00d7 0.15 + 400 \u00d7 0.075 + 3 \u00d7 100 \u00d7 0.60 USD a million; the hold takes all input as uncached.
    await expect(panel.getByRole('table')).toContainText('0.0003')
    await expect(panel).toContainText('0.00033')
    await expectFinePage(page, `models-panel-${language}`)
    // Too many cached tokens is said beside the field.
    await panel.getByLabel(t('models:check.cached')).fill('4000')
    await panel.getByRole('button', { name: t('models:check.act') }).click()
    await expect(panel.getByLabel(t('models:check.cached'))).toHaveAttribute('aria-invalid', 'true')
    await panel.getByRole('link', { name: t('models:try') }).click()
    await expect(page.getByRole('combobox', { name: t('playground:model.label') })).toContainText(
      'sandbox-chat',
    )

    await page.goto(`/orgs/${ada.org}/wallet`)
    await page.getByRole('link', { name: t('wallet:check') }).click()
    const dialog = page.getByRole('dialog', { name: t('models:check.title') })
    await dialog.getByRole('combobox', { name: t('models:check.model') }).click()
    await page.getByRole('option', { name: /^sandbox-embed/ }).click()
    await dialog.getByRole('button', { name: t('models:check.act') }).click()
    await expect(dialog).toContainText(t('money:state.free'))
    await olivia.send('DELETE', '/admin/prices/sandbox-embed')
  })
})
