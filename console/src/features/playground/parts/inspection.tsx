import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import type { RawReply } from '../ask.ts'
import type { ChatBody } from '../body.ts'
import { codeOf, languages, withoutPictures } from '../code.ts'

/** What is in the dialog: code first before a call, the request first after it. */
export function Inspection({ body, reply }: { body: ChatBody; reply?: RawReply | null }) {
  const { t } = useTranslation('playground')
  const [tab, setTab] = useState<string>(reply === undefined ? 'curl' : 'request')
  const request = JSON.stringify(body, null, 2)
  const block = (label: string, code: string, wrap = false) => (
    <CodeBlock label={label} code={code} shown={withoutPictures(code)} wrap={wrap} />
  )
  return (
    <Tabs
      label={t('inspect.label')}
      value={tab}
      onValueChange={setTab}
      tabs={[
        { value: 'request', label: t('inspect.request'), content: block(t('inspect.request'), request) },
        ...(reply === undefined
          ? []
          : [
              {
                value: 'reply',
                label: t('inspect.reply'),
                content: reply ? (
                  // Its lines are long, and what differs stands at their ends.
                  block(t('inspect.reply'), written(reply), true)
                ) : (
                  <p className="text-muted">{t('inspect.gone')}</p>
                ),
              },
            ]),
        ...languages.map((language) => ({
          value: language,
          label: t(`inspect.${language}`),
          content: (
            <div className="flex flex-col gap-3">
              {block(t(`inspect.${language}`), codeOf(language, location.origin, body))}
              <p className="text-muted text-sm">{t('inspect.key')}</p>
            </div>
          ),
        })),
      ]}
    />
  )
}

function written({ status, headers, text }: RawReply): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  return `HTTP ${status}\n${lines.join('\n')}\n\n${text}`
}
