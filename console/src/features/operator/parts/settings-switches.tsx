import { useTranslation } from '../../../lib/texts.tsx'
import { Section } from '../../../ui/page.tsx'
import type { Settings } from '../queries.ts'
import { SettingSwitch } from './setting-switch.tsx'

/** Single switches of the installation. */
export function SettingsSwitches({ settings }: { settings: Settings }) {
  const { t } = useTranslation('settings')
  return (
    <Section title={t('switches')}>
      <SettingSwitch
        settings={settings}
        name="sandbox"
        label={t('sandbox.label')}
        effect={t('sandbox.effect')}
        standard={t('sandbox.default', { now: settings.defaults.sandbox ? t('on') : t('off') })}
        done={{ on: t('sandbox.on'), off: t('sandbox.off') }}
      />
    </Section>
  )
}
