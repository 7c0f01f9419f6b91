import { useTranslation } from '../../../lib/texts.tsx'
import { Code } from '../../../ui/code-block.tsx'
import type { Settings } from '../queries.ts'

/** The variable of the environment that fixes a setting; undefined where none does. */
export const lockedBy = (settings: Settings, name: string) =>
  settings.lockedByEnvironment.find(({ setting }) => setting === name)?.variable

type Props = { settings: Settings; name: string; effect: string; signedIn?: string; standard: string }

/** Beside a setting: what it does and why, what that means for who is signed in, its default, and the variable that fixes it. */
export function SettingNotes({ settings, name, effect, signedIn, standard }: Props) {
  const { t } = useTranslation('settings')
  const variable = lockedBy(settings, name)
  return (
    <>
      <span className="block">{effect}</span>
      {signedIn && <span className="mt-1 block">{signedIn}</span>}
      <span className="mt-1 block">{t('default', { value: standard })}</span>
      {variable && (
        <span className="block text-warning">
          {t('locked')} <Code className="inline-block">{variable}</Code>
        </span>
      )}
    </>
  )
}
