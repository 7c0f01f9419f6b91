import { useTranslation } from 'react-i18next'
import { NumberField } from '../../../ui/number-field.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { change, type Settings } from '../conversation.ts'

/** Whether what is typed can be sent; empty leaves it to the model. */
const between = (text: string, most: number) =>
  text === '' || (/^\d+(\.\d+)?$/.test(text) && Number(text) <= most)
export const settingsAreFine = ({ temperature, topP, maxTokens }: Settings) =>
  between(temperature, 2) && between(topP, 1) && maxTokens !== '0'

/** System prompt and parameters; they hold from the next question on. */
export function SettingsFields({ org, settings }: { org: string; settings: Settings }) {
  const { t } = useTranslation('playground')
  const decimal = (text: string) => text.replaceAll(',', '.').replace(/[^\d.]/g, '')
  return (
    <div className="flex flex-col gap-4">
      <TextArea
        label={t('settings.system')}
        description={t('settings.systemText')}
        optional
        rows={5}
        value={settings.system}
        onValueChange={(system) => change(org, { system })}
      />
      <TextField
        label={t('settings.temperature')}
        description={t('settings.temperatureText')}
        optional
        inputMode="decimal"
        autoComplete="off"
        value={settings.temperature}
        error={between(settings.temperature, 2) ? undefined : t('settings.upTo', { most: 2 })}
        onValueChange={(temperature) => change(org, { temperature: decimal(temperature) })}
      />
      <TextField
        label={t('settings.topP')}
        description={t('settings.topPText')}
        optional
        inputMode="decimal"
        autoComplete="off"
        value={settings.topP}
        error={between(settings.topP, 1) ? undefined : t('settings.upTo', { most: 1 })}
        onValueChange={(topP) => change(org, { topP: decimal(topP) })}
      />
      <NumberField
        label={t('settings.maxTokens')}
        description={t('settings.maxTokensText')}
        optional
        value={settings.maxTokens}
        error={settings.maxTokens === '0' ? t('settings.atLeastOne') : undefined}
        onValueChange={(maxTokens) => change(org, { maxTokens })}
      />
    </div>
  )
}
