import { useTranslation } from 'react-i18next'
import { Code } from '../../../ui/code-block.tsx'
import type { Settings } from '../queries.ts'

/** Which variable of the environment can fix a setting; `server/config.ts` holds the whole table. */
const variables: Readonly<Record<string, string>> = {
  registration: 'PORTICO_REGISTRATION',
  startingCreditUsd: 'PORTICO_STARTING_CREDIT_USD',
  sandbox: 'PORTICO_SANDBOX',
}

export const isLocked = (settings: Settings, name: string) => settings.lockedByEnvironment.includes(name)

type Props = { settings: Settings; name: string; effect: string; standard: string }

/** Beside a setting: what it does, its default, and the variable that fixes it. */
export function SettingNotes({ settings, name, effect, standard }: Props) {
  const { t } = useTranslation('settings')
  return (
    <>
      <span className="block">{effect}</span>
      <span className="block">{t('default', { value: standard })}</span>
      {isLocked(settings, name) && (
        <span className="block text-warning">
          {t('locked')} <Code>{variables[name] ?? name}</Code>
        </span>
      )}
    </>
  )
}
