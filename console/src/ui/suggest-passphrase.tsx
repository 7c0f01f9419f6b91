import { useState } from 'react'
import { suggestPassphrase } from '../lib/passphrase.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { Code } from './code-block.tsx'
import { CopyButton } from './copy-button.tsx'

type Props = {
  /** What stands in the field: a suggestion that is not there any more is not shown. */
  value: string
  /** Fills it in. */
  onTake: (phrase: string) => void
}

/** Below a field for a new password: a passphrase for who wants one, filled in and shown as long as it stands there. */
export function SuggestPassphrase({ value, onTake }: Props) {
  const { t } = useTranslation('ui')
  const [taken, setTaken] = useState('')
  const suggested = taken === value ? taken : ''

  function suggest() {
    const phrase = suggestPassphrase()
    setTaken(phrase)
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
