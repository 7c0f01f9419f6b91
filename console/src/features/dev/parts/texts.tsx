import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Markdown } from '../../../ui/markdown.tsx'
import { Money, UnitPrice } from '../../../ui/money.tsx'
import { Section } from '../../../ui/page.tsx'
import { Moment, When } from '../../../ui/when.tsx'

const hostile = [
  '# Heading',
  'Text with **bold**, *italics*, `code` and a [link](https://example.com/).',
  '- one\n- two',
  '> quoted',
  '```js\nconsole.log("shown, not run")\n```',
  '[a trap](javascript:alert(1)) <script>document.title = "run"</script><img src=x onerror="document.title = \'run\'">',
  '![a picture](https://example.com/tracker.png)',
].join('\n\n')

export function Texts() {
  const { t } = useTranslation('dev')
  const { integer, duration } = useFormat()
  return (
    <Section title={t('texts')}>
      <div className="grid gap-8 *:min-w-0 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-5">
          <DescriptionList
            items={[
              {
                label: t('text.amounts'),
                value: ['1234.5', '0.5', '0.031234', '0.000123450', '0.000000004', '-5', '0'].map((value) => (
                  <Money key={value} value={value} className="me-4 inline-block" />
                )),
              },
              { label: t('text.price'), value: <UnitPrice value="2" /> },
              { label: t('text.relative'), value: <When at="2026-11-20T08:00:00.000Z" /> },
              { label: t('text.never'), value: <When at={null} never={t('text.neverUsed')} /> },
              { label: t('text.moment'), value: <Moment at="2026-11-20T08:00:00.000Z" /> },
              { label: t('text.count'), value: integer(1234567) },
              {
                label: t('text.durations'),
                value: [85, 1240, 185_000].map((value) => duration(value)).join(', '),
              },
              { label: t('text.missing'), value: null },
            ]}
          />
          <CodeBlock
            label={t('overlay.curl')}
            code={`curl ${location.origin}/v1/models \\\n  -H "Authorization: Bearer $PORTICO_KEY"`}
          />
        </div>
        <Markdown>{hostile}</Markdown>
      </div>
    </Section>
  )
}
