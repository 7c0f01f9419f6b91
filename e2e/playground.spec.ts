import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type ScriptedUpstream, startScriptedUpstream } from '../server/testing/scripted-upstream.ts'
import { connect } from './connect.ts'
import { enter, expect, expectFinePage, inBothLanguages, makeKey, operatorOf, signUp, test } from './test.ts'

// No credit to begin with: what the operator gives is what there is.
test.use({
  serverEnv: {
    PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8',
    PORTICO_STARTING_CREDIT_USD: '0',
    PORTICO_SANDBOX: 'true',
  },
})

let upstream: ScriptedUpstream
test.beforeAll(async ({ world }) => {
  upstream = await startScriptedUpstream()
  const models = ['ok', 'echo', 'trickle', 'error-event', 'cut', 'error-429', 'hostile', 'stall']
  await connect(await operatorOf(world), upstream, models)
})
test.afterAll(() => upstream.close())

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a program with its text on standard input and the key in its environment. */
async function run(command: string, args: readonly string[], input: string, key: string): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORTICO_API_KEY: key }
  const child = spawn(command, args, { cwd: root, env })
  let output = ''
  child.stdout.on('data', (part) => {
    output += part
  })
  child.stderr.on('data', (part) => {
    output += part
  })
  child.stdin.end(input)
  await new Promise((resolve) => child.on('close', resolve))
  return output
}

const hostile = [
  '# Title\n\n<script>globalThis.broken = 1</script>\n\n',
  '<img src=x onerror="globalThis.broken = 2">\n\n',
  '[click](javascript:globalThis.broken=3) [data](data:text/html,<script>globalThis.broken=4</script>)\n\n',
  '<iframe src="https://evil.invalid/frame"></iframe><svg onload="globalThis.broken=5"></svg>\n\n',
  '![spy](https://evil.invalid/pixel.png) <style>body{display:none}</style>\n\n',
  '<a href="https://evil.invalid" onclick="globalThis.broken=6">raw</a>\n\n**The end**',
]

inBothLanguages((language, t) => {
  const answering = (model: string) => ({ model, url: /\/playground$/ })

  async function playing(
    page: Parameters<typeof enter>[0],
    world: Parameters<typeof enter>[1],
    model: string,
  ) {
    const ada = await signUp(world)
    const olivia = await operatorOf(world)
    await olivia.send('POST', `/admin/organizations/${ada.org}/credits`, { amountUsd: '10' })
    await enter(page, world, ada)
    await page.goto(`/orgs/${ada.org}/playground`)
    await choose(page, answering(model).model)
    return { ada, olivia }
  }
  async function choose(page: Parameters<typeof enter>[0], model: string) {
    const field = page.getByRole('combobox', { name: t('playground:model.label') })
    await field.click()
    await page.getByRole('option', { name: new RegExp(`^${model}\\b`) }).click()
    await expect(page.getByRole('listbox')).toHaveCount(0)
  }
  const box = (page: Parameters<typeof enter>[0]) =>
    page.getByRole('textbox', { name: t('playground:composer.label') })
  const record = (page: Parameters<typeof enter>[0]) => page.getByRole('link', { name: /^req_/ })

  test('an answer streams in, says its cost and id, and is found in the log and in the ledger', async ({
    page,
    world,
  }) => {
    const { ada } = await playing(page, world, 'ok')
    await box(page).fill('Hello')
    await page.getByLabel(t('playground:settings.system')).fill('Be brief.')
    await page.getByLabel(t('playground:settings.temperature')).fill('0,5')
    await page.getByLabel(t('playground:settings.maxTokens')).fill('100')
    await box(page).press('Shift+Enter')
    await box(page).pressSequentially('there')
    await box(page).press('Enter')
    await expect(page.getByText('Hello from the scripted upstream.')).toBeVisible()
    await expect(box(page)).toHaveValue('')
    expect(upstream.calls.findLast((call) => call.body.model === 'ok')?.body).toMatchObject({
      stream: true,
      temperature: 0.5,
      max_tokens: 100,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello\nthere' },
      ],
    })
    // 12 tokens in at 2 USD, 5 out at 10 USD a million.
    await expect(page.getByText('0.000074', { exact: false })).toBeVisible()
    await expect(page.getByText(t('playground:facts.tokens', { input: '12', output: '5' }))).toBeVisible()
    await expectFinePage(page, `playground-${language}`)

    await box(page).fill('not lost')
    const id = (await record(page).textContent()) ?? ''
    await record(page).click()
    const panel = page.getByRole('dialog', { name: t('usage:panel.title') })
    await expect(panel).toContainText(id)
    await expect(panel).toContainText(t('usage:playground'))
    for (const part of ['0.000024', '0.00005', '0.000074']) await expect(panel).toContainText(part)
    await expect(panel).toContainText(t('usage:source.provider'))
    await expectFinePage(page, `usage-panel-${language}`)
    await page.goBack()
    await expect(box(page)).toHaveValue('not lost')
    await expect(page.getByText('Hello from the scripted upstream.')).toBeVisible()

    await page.goto(`/orgs/${ada.org}/wallet`)
    await page.getByRole('link', { name: t('wallet:ledger.calls', { count: 1, number: '1' }) }).click()
    await expect(page.getByRole('table').getByRole('row').nth(1)).toContainText('200')
  })

  test('Stop ends an answer, what came stays, and its record says how it ended', async ({
    page,
    world,
    complaints,
  }) => {
    // The page asks for the record of the call that it has just broken off until the server has written it.
    complaints.allowRefusal(/^404 GET .*\/usage\/req_\w+$/)
    const { ada } = await playing(page, world, 'trickle')
    upstream.script('trickle', {
      behaviour: 'trickle',
      delayMilliseconds: 300,
      pieces: Array.from({ length: 60 }, (_, index) => ` word${index}`),
    })
    await box(page).fill('Go')
    await page.getByRole('button', { name: t('playground:composer.send') }).click()
    await expect(page.getByText('word2')).toBeVisible()
    await page.getByRole('button', { name: t('playground:composer.stop') }).click()
    await expect(page.getByText(t('playground:turn.stopped'))).toBeVisible()
    await expect(page.getByText('word2')).toBeVisible()
    await expect(page.getByText(/0\.000/).first()).toBeVisible()
    const id = await record(page).textContent()
    const call = await ada.get<{ status: number; usageSource: string }>(`/orgs/${ada.org}/usage/${id}`)
    expect(call).toMatchObject({ status: 499, usageSource: 'estimated' })
    upstream.script('trickle', 'ok')
    await page.getByRole('button', { name: t('playground:turn.again') }).click()
    await expect(page.getByText('Hello from the scripted upstream.')).toBeVisible()
  })

  test('every failure is said in words: in the middle, too many, no money', async ({ page, world }) => {
    const { ada, olivia } = await playing(page, world, 'error-event')
    await box(page).fill('Fail')
    await box(page).press('Enter')
    await expect(page.getByRole('alert')).toContainText(t('errors:upstream_error'))
    await expect(page.getByRole('alert')).toContainText(t('playground:turn.charged'))
    await choose(page, 'cut')
    await page.getByRole('button', { name: t('playground:turn.again') }).click()
    await expect(page.locator('ol li').last()).toContainText('cut')
    await expect(page.getByRole('alert')).toContainText(t('errors:upstream_error'))
    await choose(page, 'error-429')
    await page.getByRole('button', { name: t('playground:turn.again') }).click()
    await expect(page.getByRole('alert')).toContainText(t('errors:rate_limit_exceeded'))
    const wallet = await ada.get<{ balanceUsd: string }>(`/orgs/${ada.org}/wallet`)
    await olivia.send('POST', `/admin/organizations/${ada.org}/credits`, {
      amountUsd: `-${wallet.balanceUsd}`,
      note: 'all of it',
    })
    await choose(page, 'ok')
    await page.getByRole('button', { name: t('playground:turn.again') }).click()
    await expect(page.getByRole('alert')).toContainText(t('errors:insufficient_quota'))
    await expectFinePage(page, `playground-402-${language}`)
    await page.getByRole('link', { name: t('playground:turn.toWallet') }).click()
    await expect(page.getByText(t('wallet:empty.title'))).toBeVisible()
  })

  test('rule 50: Markdown that a model wrote runs nothing and loads nothing', async ({ page, world }) => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await playing(page, world, 'hostile')
    upstream.script('hostile', { behaviour: 'ok', pieces: hostile })
    await box(page).fill('Attack')
    await box(page).press('Enter')
    // Bold: the Markdown is drawn, not the plain text that stands in for it meanwhile.
    await expect(page.locator('strong', { hasText: 'The end' })).toBeVisible()
    await expect(record(page)).toBeVisible()
    expect(await page.evaluate(() => Reflect.get(globalThis, 'broken'))).toBeUndefined()
    const answer = page.locator('ol li').last()
    expect(await answer.locator('script, iframe, img, style, [onclick], [onerror]').count()).toBe(0)
    const targets = await answer
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(
      targets.filter((href) => !/^(https:\/\/evil\.invalid\/pixel\.png|\/orgs\/)/.test(href ?? '')),
    ).toEqual([])
    expect(asked.filter((url) => !url.startsWith(world.url))).toEqual([])
  })

  test('an input method may finish its word, and a session that ended loses no typed text', async ({
    page,
    world,
    complaints,
  }) => {
    const { ada } = await playing(page, world, 'echo')
    await box(page).fill('ni')
    await box(page).evaluate((element) =>
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, isComposing: true }),
      ),
    )
    await expect(box(page)).toHaveValue('ni')
    await box(page).fill('Still here')
    await complaints.endSession()
    await box(page).press('Enter')
    const dialog = page.getByRole('dialog', { name: t('shell:ended.title') })
    await dialog.getByLabel(t('ui:password.label'), { exact: true }).fill(ada.password)
    await dialog.getByRole('button', { name: t('shell:ended.verb') }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('Still here').first()).toBeVisible()
    await expect(record(page)).toBeVisible()
  })

  test('chats are kept in this browser by account and organization: renamed, exported, deleted', async ({
    page,
    world,
  }) => {
    const { ada } = await playing(page, world, 'echo')
    const answers = page.locator('ol li')
    const list = page.getByRole('list', { name: t('playground:chats.title') })
    const acts = async (name: string, act: string) => {
      await page.getByRole('button', { name: t('playground:chats.acts', { name }) }).click()
      await page.getByRole('menuitem', { name: t(`playground:chats.${act}`) }).click()
    }
    await box(page).fill('First question')
    await box(page).press('Enter')
    await expect(record(page)).toBeVisible()
    await page.getByRole('button', { name: t('playground:chats.new') }).click()
    await expect(answers).toHaveCount(0)
    await box(page).fill('Second question')
    await box(page).press('Enter')
    await expect(record(page)).toBeVisible()
    // What is kept is written a moment later.
    await page.waitForTimeout(1000)
    await page.reload()
    await expect(answers.getByText('Second question').first()).toBeVisible()
    await expect(page.getByRole('combobox', { name: t('playground:model.label') })).toContainText('echo')
    await page.getByRole('tab', { name: t('playground:chats.title') }).click()
    await expect(list.getByRole('listitem')).toHaveCount(2)
    await list
      .getByRole('button', { name: /First question/ })
      .first()
      .click()
    await expect(answers.getByText('First question').first()).toBeVisible()

    await acts('First question', 'rename')
    const dialog = page.getByRole('dialog', { name: t('playground:chats.renameTitle') })
    await dialog.getByRole('textbox', { name: t('playground:chats.name') }).fill('Renamed')
    await dialog.getByRole('button', { name: t('playground:chats.save') }).click()
    await expect(list.getByText('Renamed')).toBeVisible()
    await expectFinePage(page, `playground-chats-${language}`)
    const saving = page.waitForEvent('download')
    await acts('Renamed', 'export')
    const file = await saving
    expect(file.suggestedFilename()).toBe('Renamed.json')
    const kept = JSON.parse(await readFile(await file.path(), 'utf8'))
    expect(kept.chats).toMatchObject([{ title: 'Renamed', turns: [{ question: 'First question' }] }])

    await acts('Renamed', 'drop')
    await expect(list.getByRole('listitem')).toHaveCount(1)
    await page.getByRole('button', { name: t('playground:undo') }).click()
    await expect(list.getByRole('listitem')).toHaveCount(2)

    await page.waitForTimeout(500)
    // Another organization of the same person has chats of its own.
    const other = await ada.send<{ slug: string }>('POST', '/orgs', { name: 'Other', slug: `${ada.org}-two` })
    await page.goto(`/orgs/${other.slug}/playground`)
    await page.getByRole('tab', { name: t('playground:chats.title') }).click()
    await expect(page.getByText(t('playground:chats.none'))).toBeVisible()
    await page.goto(`/orgs/${ada.org}/playground`)
    await page.getByRole('tab', { name: t('playground:chats.title') }).click()
    await expect(list.getByRole('listitem')).toHaveCount(2)
    await page.getByRole('button', { name: t('playground:chats.clear') }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('playground:chats.clear') })
      .click()
    await expect(page.getByText(t('playground:chats.none'))).toBeVisible()
    await page.reload()
    await expect(page.getByText(t('playground:first.title'))).toBeVisible()
  })

  test('pictures are made smaller here and sent; tools are checked, asked for and answered', async ({
    page,
    world,
  }) => {
    await playing(page, world, 'ok')
    const large = await page.evaluate(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 3000, height: 600 })
      canvas.getContext('2d')?.fillRect(0, 0, 1500, 600)
      return canvas.toDataURL('image/png').split(',')[1] ?? ''
    })
    const chooser = page.locator('input[type=file]')
    const picture = { name: 'large.png', mimeType: 'image/png', buffer: Buffer.from(large, 'base64') }
    await chooser.setInputFiles([picture])
    const alt = t('playground:images.alt', { number: 1 })
    await expect(page.getByRole('img', { name: alt })).toBeVisible()
    // The same by dropping a file; one that is no picture is said.
    await box(page).evaluate((element, base64) => {
      const data = new DataTransfer()
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
      data.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }))
      data.items.add(new File(['<svg/>'], 'no.svg', { type: 'image/svg+xml' }))
      element.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    }, large)
    await expect(page.getByText(t('playground:images.unreadable'))).toBeVisible()
    await page.getByRole('button', { name: t('playground:images.remove', { number: 2 }) }).click()
    await box(page).fill('What is this?')
    await expectFinePage(page, `playground-picture-${language}`)
    await box(page).press('Enter')
    await expect(page.getByText('Hello from the scripted upstream.')).toBeVisible()
    const body = upstream.calls.findLast((call) => call.body.model === 'ok')?.body as {
      messages: { content: { type: string; text?: string; image_url?: { url: string } }[] }[]
    }
    const [text, image] = body.messages[0]?.content ?? []
    expect(text).toEqual({ type: 'text', text: 'What is this?' })
    const url = image?.image_url?.url ?? ''
    expect(url).toMatch(/^data:image\/jpeg;base64,/)
    const size = await page.evaluate(async (source) => {
      const drawn = Object.assign(new Image(), { src: source })
      await drawn.decode()
      return [drawn.naturalWidth, drawn.naturalHeight]
    }, url)
    expect(size).toEqual([1568, 314])

    await page.getByRole('button', { name: t('playground:chats.new') }).click()
    await choose(page, 'sandbox-chat')
    const tools = page.getByLabel(t('playground:settings.tools'))
    await tools.fill('{')
    await expect(page.getByText(t('playground:tools.json'))).toBeVisible()
    await box(page).fill('sandbox:tool')
    await expect(page.getByRole('button', { name: t('playground:composer.send') })).toBeDisabled()
    await tools.fill('')
    await page.getByRole('button', { name: t('playground:tools.sample') }).click()
    await box(page).press('Enter')
    const asked = page.getByRole('form', { name: t('playground:calls.label') })
    await expect(asked).toContainText('get_weather')
    await expect(asked).toContainText('"place": "sandbox"')
    await asked.getByLabel(t('playground:calls.result', { name: 'get_weather' })).fill('rain')
    await asked.getByRole('button', { name: t('playground:calls.send') }).click()
    await expect(record(page)).toHaveCount(2)
    await page
      .getByRole('button', { name: t('playground:turn.inspect') })
      .last()
      .click()
    const dialog = page.getByRole('dialog', { name: /^req_/ })
    await expect(dialog).toContainText('"role": "tool"')
    await dialog.getByRole('tab', { name: t('playground:inspect.reply') }).click()
    await expect(dialog).toContainText('HTTP 200')
    await expect(dialog).toContainText('x-request-id: req_')
    await expect(dialog).toContainText('data: [DONE]')
    await expectFinePage(page, `playground-inspect-${language}`)
  })

  test('only models that chat are offered, and the copied code makes the same call with a key', async ({
    page,
    world,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { ada } = await playing(page, world, 'echo')
    const { secret } = await makeKey(ada)
    const field = page.getByRole('combobox', { name: t('playground:model.label') })
    await field.click()
    await expect(page.getByRole('option', { name: /^sandbox-chat/ })).toBeVisible()
    await expect(page.getByRole('option', { name: /^sandbox-embed/ })).toHaveCount(0)
    await expect(page.getByRole('option', { name: /^sandbox-unpriced/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await page.keyboard.press('Escape')
    await page.getByLabel(t('playground:settings.system')).fill('Be brief.')
    await box(page).fill('It\'s "quoted" $HOME `id`\nJSON')
    await page.getByRole('button', { name: t('playground:code'), exact: true }).click()
    const dialog = page.getByRole('dialog', { name: t('playground:inspect.next') })
    const copied = async (language: string) => {
      await dialog.getByRole('tab', { name: t(`playground:inspect.${language}`) }).click()
      // By its name: for a moment the one before is there as well.
      const panel = dialog.getByRole('tabpanel', { name: t(`playground:inspect.${language}`) })
      await expect(panel).toContainText('PORTICO_API_KEY')
      await panel.getByRole('button', { name: t('ui:copy.act') }).click()
      await expect(dialog.getByRole('status')).toHaveText(t('ui:copy.done'))
      return page.evaluate(() => navigator.clipboard.readText())
    }
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'It\'s "quoted" $HOME `id`\nJSON' },
    ]
    const calls = () => upstream.calls.filter((call) => call.body.model === 'echo')
    for (const [language, command, args] of [
      ['curl', 'sh', ['-s']],
      ['typescript', process.execPath, ['--input-type=module-typescript', '-']],
    ] as const) {
      const before = calls().length
      const output = await run(command, args, await copied(language), secret)
      expect(calls(), output).toHaveLength(before + 1)
      expect(calls().at(-1)?.body).toMatchObject({ stream: true, messages })
    }
    expect(await copied('python')).toContain('client = OpenAI(')
    await expectFinePage(page, `playground-code-${language}`)
  })
})
