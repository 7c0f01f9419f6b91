import type { Locator, Page } from '@playwright/test'
import { expect, expectFinePage, inBothLanguages, test } from './test.ts'

inBothLanguages((language, t) => {
  async function open(page: Page) {
    await page.goto('/dev/kit')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    // The last to come: lists to search in are fetched after the page.
    await expect(page.getByRole('combobox', { name: t('dev:choosing.model'), exact: true })).toBeVisible()
  }
  /** Opens with a key, closes with Esc: the focus is where it was. */
  /** Nobody's fingers are as fast as the frame in which it opens. */
  async function holdsTheFocus(popup: Locator) {
    await expect.poll(() => popup.evaluate((one) => one.contains(document.activeElement))).toBe(true)
  }

  async function opensAndCloses(page: Page, trigger: Locator, popup: Locator, key = 'Enter') {
    await trigger.focus()
    await page.keyboard.press(key)
    await expect(popup).toBeVisible()
    await holdsTheFocus(popup)
    await page.keyboard.press('Escape')
    await expect(popup).toHaveCount(0)
    await expect(trigger).toBeFocused()
  }

  test('every piece of the kit in every state', async ({ page }) => {
    await open(page)
    await expectFinePage(page, `kit-${language}`)
  })

  test('who types on does not wait for a list: on a slow machine, and while its code is on its way', async ({
    page,
  }) => {
    const code = Promise.withResolvers<void>()
    let asked = 0
    await page.route(/combobox-control/, async (route) => {
      asked += 1
      await code.promise
      await route.continue()
    })
    await page.goto('/dev/kit')
    const model = page.getByRole('combobox', { name: t('dev:choosing.model'), exact: true }).first()
    await model.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('model-137')
    code.resolve()
    const found = page.getByRole('option')
    await expect(found).toHaveCount(1)
    expect(asked).toBe(1)
    await page.keyboard.press('Enter')
    await expect(model).toContainText('model-137')

    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 8 })
    for (const id of ['model-131', 'model-72', 'model-140']) {
      await expect(model).toBeFocused()
      await page.keyboard.press('Enter')
      await page.keyboard.type(id)
      await page.keyboard.press('Enter')
      await expect(model).toContainText(id.trim())
    }
  })

  test('by keyboard alone: choose one of a few, one of many, of a menu, of tabs, of radio buttons', async ({
    page,
  }) => {
    await open(page)
    const period = page.getByRole('combobox', { name: t('dev:form.period') }).first()
    const periods = page.getByRole('listbox')
    await opensAndCloses(page, period, periods, 'ArrowDown')
    await page.keyboard.press('ArrowDown')
    await holdsTheFocus(periods)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect(period).toContainText(t('dev:form.day'))
    await expect(period).toBeFocused()

    // One of many: open, type a part, arrow, Enter.
    const model = page.getByRole('combobox', { name: t('dev:choosing.model'), exact: true }).first()
    const list = page.getByRole('dialog', { name: t('dev:choosing.model'), exact: true })
    await opensAndCloses(page, model, list, 'ArrowDown')
    await page.keyboard.press('Enter')
    await expect(list.getByRole('option')).toHaveCount(100)
    await expect(list).toContainText(t('ui:combobox.more', { count: 40 }))
    await page.keyboard.type('model-13 vendor-')
    await expect(list.getByRole('option')).toHaveCount(11)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(list).toHaveCount(0)
    await expect(model).toContainText('model-130')
    await expect(model).toBeFocused()
    await page.keyboard.press('Enter')
    await page.keyboard.type('of this name is none')
    await expect(list).toContainText(t('ui:chips.none'))
    await page.keyboard.press('Escape')
    await expect(list).toHaveCount(0)
    await expect(model).toBeFocused()
    await expect(model).toContainText('model-130')

    const menu = page.getByRole('button', { name: t('dev:overlay.menu'), exact: true })
    await opensAndCloses(page, menu, page.getByRole('menu'))
    await page.keyboard.press('ArrowDown')
    await holdsTheFocus(page.getByRole('menu'))
    await page.keyboard.press('End')
    await expect(page.getByRole('menuitem', { name: t('dev:overlay.revoke') })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(menu).toBeFocused()

    await page.getByRole('tab', { name: t('dev:overlay.tabOne') }).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('tabpanel')).toHaveText(t('dev:overlay.tabTwoText'))

    const radio = page.getByRole('radio', { name: t('dev:form.recordOff'), exact: true })
    await radio.focus()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('radio', { name: t('dev:form.recordTruncated') })).toBeChecked()

    // Chips: typed, taken by Enter, taken away by Backspace.
    const addresses = page.getByRole('combobox', { name: t('dev:form.addresses') }).first()
    await addresses.focus()
    await page.keyboard.type('192.0.2.7')
    await page.keyboard.press('Enter')
    const chip = page.getByRole('button', { name: t('ui:chips.remove', { value: '192.0.2.7' }) })
    await expect(chip).toBeVisible()
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await expect(chip).toHaveCount(0)
  })

  test('by keyboard alone: every window opens, holds the focus, closes by Esc and gives the focus back', async ({
    page,
  }) => {
    await open(page)
    const button = (name: string) => page.getByRole('button', { name: t(`dev:${name}`), exact: true })
    for (const [trigger, title] of [
      ['overlay.dialog', 'dev:overlay.dialogTitle'],
      ['overlay.password', 'shell:confirm.title'],
      ['overlay.drawer', 'dev:overlay.drawer'],
    ] as const)
      await opensAndCloses(page, button(trigger), page.getByRole('dialog', { name: t(title) }))

    // An alert begins on Cancel; what must be typed holds the button back.
    const alert = page.getByRole('alertdialog', { name: t('dev:danger.deleteAsk') })
    await opensAndCloses(page, button('danger.deleteVerb'), alert)
    await page.keyboard.press('Enter')
    await expect(alert.getByRole('button', { name: t('ui:cancel') })).toBeFocused()
    const verb = alert.getByRole('button', { name: t('dev:danger.deleteVerb') })
    await expect(verb).toBeDisabled()
    await alert.getByRole('textbox').fill('acme')
    await expect(verb).toBeEnabled()
    await page.keyboard.press('Escape')

    // A secret stays until it is said to be saved.
    await button('overlay.secret').focus()
    await page.keyboard.press('Enter')
    const secret = page.getByRole('dialog', { name: t('dev:overlay.secretTitle') })
    await page.keyboard.press('Escape')
    await page.mouse.click(5, 5)
    await expect(secret).toBeVisible()
    await secret.getByRole('button', { name: t('ui:secret.saved') }).press('Enter')
    await expect(secret).toHaveCount(0)
    await expect(button('overlay.secret')).toBeFocused()

    // A row opens beside its table; J and K step, Esc gives the focus back to the row.
    const row = page.getByRole('button', { name: 'req_01J9Z2EXAMPLE' })
    await row.focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog', { name: /req_/ })
    await expect(panel).toHaveAccessibleName('req_01J9Z2EXAMPLE')
    await page.keyboard.press('j')
    await expect(panel).toHaveAccessibleName('req_01J9Z3EXAMPLE')
    await page.keyboard.press('k')
    await expect(panel).toHaveAccessibleName('req_01J9Z2EXAMPLE')
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    await expect(row).toBeFocused()

    // Rows are chosen one by one, or all that can be.
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Space')
    const chosen = (count: number) =>
      page.getByText(t('lists:select.count', { count, number: String(count) }))
    await expect(chosen(2)).toBeVisible()
    await page.getByRole('checkbox', { name: t('lists:select.all') }).press('Space')
    await expect(chosen(7)).toBeVisible()
    await page.getByRole('button', { name: t('lists:select.none') }).press('Enter')
    await expect(page.getByRole('checkbox', { checked: true, name: /req_/ })).toHaveCount(0)
  })

  test('a code sends itself when it is whole: typed, pasted out of a message, never half composed', async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await open(page)
    const code = page.getByRole('textbox', { name: t('dev:choosing.code'), exact: true })
    const sent = (codes: string) => page.getByText(t('dev:choosing.sent', { codes }), { exact: true })
    await expect(code).toHaveAttribute('autocomplete', 'one-time-code')
    await expect(code).toHaveAttribute('inputmode', 'numeric')
    await code.focus()
    await page.keyboard.type('12a34 5')
    await expect(code).toHaveValue('12345')
    await page.keyboard.type('6')
    await expect(sent('123456')).toBeVisible()
    await expect(code).toHaveValue('')
    await page.evaluate(() => navigator.clipboard.writeText('Your code is 987 654, valid for 10 minutes.'))
    await page.keyboard.press('Control+v')
    await expect(sent('123456, 987654')).toBeVisible()

    // An input method holds the digits back until it is done with them; full-width ones count.
    const composer = await context.newCDPSession(page)
    await code.focus()
    await composer.send('Input.imeSetComposition', {
      text: '\uff11\uff12\uff13\uff14\uff15\uff16',
      selectionStart: 6,
      selectionEnd: 6,
    })
    await page.waitForTimeout(300)
    await expect(sent('123456, 987654')).toBeVisible()
    await composer.send('Input.insertText', { text: '\uff11\uff12\uff13\uff14\uff15\uff16' })
    await expect(sent('123456, 987654, 123456')).toBeVisible()
  })
})
