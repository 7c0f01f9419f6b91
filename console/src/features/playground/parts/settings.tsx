import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import type { Place } from '../ask.ts'
import type { Settings } from '../chat.ts'
import { changeChat } from '../chats.ts'
import { readTools, sampleTools } from '../tools.ts'

/** Whether what is typed can be sent; empty leaves it to the model. */
const between = (text: string, most: number) =>
  text === '' || (/^\d+(\.\d+)?$/.test(text) && Number(text) <= most)
export const settingsAreFine = ({ temperature, topP, maxTokens, tools }: Settings) =>
  between(temperature, 2) && between(topP, 1) && maxTokens !== '0' && readTools(tools).ok

/** System prompt, parameters and tools; they hold from the next question on. */
export function SettingsFields({ place, settings }: { place: Place; settings: Settings }) {
  const { t } = useTranslation('playground')
  const decimal = (text: string) => text.replaceAll(',', '.').replace(/[^\d.]/g, '')
  const change = (changes: Partial<Settings>) => changeChat(place.owner, place.id, changes)
  const tools = readTools(settings.tools)
  return (
    <div className="flex flex-col gap-4">
      <TextArea
        label={t('settings.system')}
        description={t('settings.systemText')}
        optional
        rows={5}
        value={settings.system}
        onValueChange={(system) => change({ system })}
      />
      <TextField
        label={t('settings.temperature')}
        description={t('settings.temperatureText')}
        optional
        inputMode="decimal"
        autoComplete="off"
        value={settings.temperature}
        error={between(settings.temperature, 2) ? undefined : t('settings.upTo', { most: 2 })}
        onValueChange={(temperature) => change({ temperature: decimal(temperature) })}
      />
      <TextField
        label={t('settings.topP')}
        description={t('settings.topPText')}
        optional
        inputMode="decimal"
        autoComplete="off"
        value={settings.topP}
        error={between(settings.topP, 1) ? undefined : t('settings.upTo', { most: 1 })}
        onValueChange={(topP) => change({ topP: decimal(topP) })}
      />
      <NumberField
        label={t('settings.maxTokens')}
        description={t('settings.maxTokensText')}
        optional
        value={settings.maxTokens}
        error={settings.maxTokens === '0' ? t('settings.atLeastOne') : undefined}
        onValueChange={(maxTokens) => change({ maxTokens })}
      />
      <div className="flex flex-col gap-1.5">
        <TextArea
          label={t('settings.tools')}
          description={t('settings.toolsText')}
          optional
          mono
          rows={settings.tools === '' ? 3 : 10}
          value={settings.tools}
          error={tools.ok ? undefined : t(`tools.${tools.problem.what}`, { number: tools.problem.number })}
          onValueChange={(text) => change({ tools: text })}
        />
        {settings.tools === '' ? (
          <Button size="small" className="self-start" onClick={() => change({ tools: sampleTools })}>
            {t('tools.sample')}
          </Button>
        ) : (
          tools.ok && (
            <p role="status" className="text-muted text-xs">
              {t('tools.fine', { count: tools.tools.length })}
            </p>
          )
        )}
      </div>
    </div>
  )
}
