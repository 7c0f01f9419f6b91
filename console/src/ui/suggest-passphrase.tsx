import { useState } from 'react'
import { suggestPassphrase } from '../lib/passphrase.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { Code } from './code-block.tsx'
import { CopyButton } from './copy-button.tsx'

/** Below a field for a new password: a passphrase for who wants one, shown and filled in by whoever takes it. */
export function SuggestPassphrase({ onTake }: { onTake: (phrase: string) => void }) {
  const { t } = useTranslation('ui')
  const [suggested, setSuggested] = useState('')

  function suggest() {
    const phrase = suggestPassphrase()
    setSuggested(phrase)
    onTake(phrase)
  }

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="small" onClick={suggest}>
          {suggested === '' ? t('passphrase.suggest') : t('passphrase.another')}
        </Button>
        <span role="status" className="flex min-w-0 items-center gap-1">
          {suggested !== '' && (
            <>
              <Code>{suggested}</Code>
              <CopyButton text={suggested} label={t('passphrase.copy')} />
            </>
          )}
        </span>
      </div>
      {suggested !== '' && <p className="text-muted text-sm">{t('passphrase.text')}</p>}
    </>
  )
}
